// bulkhead open: everybody, at once. reopen goes by stages.

#include "cli/commands.h"
#include "cli/posture_command.h"

namespace bulkhead::cli {

Command open_command() {
  const auto arguments = std::make_shared<PostureArguments>();
  Command command = posture_command("open", "Open services for everybody, at once", arguments);
  command.details =
      "Ends the operators' orders of exactly that scope; where a wider order still shuts it, an open order "
      "is placed above it. After a "
      "compromise a second person has to agree. A crowd that waited comes all at once: `reopen` lets it in "
      "by stages.";
  command.options.push_back(share_parameter(*arguments, "Let in this share of clients, as in 25%."));
  command.examples = {
      {"bulkhead open tax-filing --reason 'attack is over, logs checked'", "Everybody at once:"}};
  command.run = [arguments](Session& session) { return place_orders(session, *arguments, "open"); };
  return command;
}

}  // namespace bulkhead::cli
