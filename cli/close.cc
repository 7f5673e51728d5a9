// bulkhead close: people see the door page, lanes are still served.

#include "cli/close_direct.h"
#include "cli/commands.h"
#include "cli/posture_command.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command close_command() {
  const auto arguments = std::make_shared<PostureArguments>();
  Command command =
      posture_command("close", "Close services: nothing reaches them, people see the door page", arguments);
  command.details =
      "Requests under way get ten seconds, with --drain people who are inside may finish. Lanes (counters, "
      "hospitals) go on being "
      "served, except with --cause compromise. Closing everything, or an essential service for longer than "
      "an hour, needs a "
      "second person; --alone does it all the same and says so loudly.\n\n"
      "With --direct it works without the daemon: the order goes to the reserve journal and to the workers, "
      "and the daemon takes "
      "it up when it starts.";
  command.options.push_back({.name = "--drain",
                             .value = "DURATION",
                             .help = "People who are inside may finish within this; at most 1h.",
                             .target = &arguments->order.drain});
  command.options.push_back(
      {.name = "--direct",
       .help = "Without the daemon, when it is dead. Needs write access to the state folder.",
       .target = &arguments->direct});
  command.examples = {
      {"bulkhead close tax-filing --cause attack --for 1h --reason 'credential stuffing, ticket 4711'",
       "One service, for an hour:"},
      {"bulkhead close compartment:tax --cause maintenance --until 06:00 --public en='Back at six' --public "
       "sq='Hapet në orën gjashtë' "
       "--reason 'database upgrade'",
       "A compartment overnight, with a word to the public:"},
      {"bulkhead close --all --dry-run", "What closing everything would mean:"},
  };
  command.run = [arguments](Session& session) {
    return arguments->direct ? close_direct(session, *arguments)
                             : place_orders(session, *arguments, "closed");
  };
  return command;
}

}  // namespace bulkhead::cli
