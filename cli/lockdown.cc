// bulkhead lockdown: only what is known from calm weather.

#include "cli/commands.h"
#include "cli/posture_command.h"

namespace bulkhead::cli {

Command lockdown_command() {
  const auto arguments = std::make_shared<PostureArguments>();
  Command command =
      posture_command("lockdown", "Lock services down: only requests known from calm weather", arguments);
  command.details =
      "As guarded, and only request shapes that are known from calm weather; without frozen shapes GET and "
      "HEAD. The public is told "
      "that the service is degraded. `status` says what is not enforced yet.";
  command.options.push_back(share_parameter(*arguments, "Let in this share of clients, as in 50%."));
  command.examples = {
      {"bulkhead lockdown court-records --cause attack --reason 'injection attempts on the search form'",
       "Until a person opens it:"}};
  command.run = [arguments](Session& session) { return place_orders(session, *arguments, "lockdown"); };
  return command;
}

}  // namespace bulkhead::cli
