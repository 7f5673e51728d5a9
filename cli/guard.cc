// bulkhead guard: open, but warier.

#include "cli/commands.h"
#include "cli/posture_command.h"

namespace bulkhead::cli {

Command guard_command() {
  const auto arguments = std::make_shared<PostureArguments>();
  Command command = posture_command("guard", "Guard services: open, but warier of strangers", arguments);
  command.details =
      "Lower blocking threshold, tighter limits for clients of little standing, challenge or queue. `status` "
      "says which of these "
      "are not enforced yet.";
  command.options.push_back(share_parameter(*arguments, "Let in this share of clients, as in 50%."));
  command.examples = {
      {"bulkhead guard civil-registry --cause attack --for 2h --reason 'scraping from three networks'",
       "Warier for two hours:"}};
  command.run = [arguments](Session& session) { return place_orders(session, *arguments, "guarded"); };
  return command;
}

}  // namespace bulkhead::cli
