// bulkhead scopes: names for the shells' completion, one a line. Hidden: people have `status`.

#include <memory>
#include <ostream>
#include <set>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command scopes_command() {
  const auto services_only = std::make_shared<bool>(false);
  Command command;
  command.name = "scopes";
  command.summary = "Print what orders can name, one a line";
  command.hidden = true;
  command.options = {{.name = "--services", .help = "Only services.", .target = services_only.get()}};
  command.run = [services_only](Session& session) -> Result<Exit> {
    const Result<Reply> reply = call(session.api(), {.path = "/status"});
    if (!reply)
      return Exit::kRefused;  // a shell waits: nothing to say is better than an error in the middle of a line
    std::set<std::string> compartments;
    for (const JsonView& service : reply->document.root()["services"].items()) {
      session.out() << escape_terminal(service["name"].text()) << "\n";
      compartments.insert(escape_terminal(service["compartment"].text()));
    }
    for (const std::string& compartment : compartments) {
      if (!*services_only && !compartment.empty()) session.out() << "compartment:" << compartment << "\n";
    }
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
