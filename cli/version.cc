// bulkhead version.

#include <ostream>

#include "cli/commands.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command version_command() {
  Command command;
  command.name = "version";
  command.summary = "Print the version of this program";
  command.run = [](Session& session) -> Result<Exit> {
    if (session.options.json)
      session.out() << "{\n  \"version\": \"" << BULKHEAD_VERSION << "\"\n}\n";
    else
      session.out() << "bulkhead " << BULKHEAD_VERSION << "\n";
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
