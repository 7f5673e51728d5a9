// bulkhead documents: the texts that are made from the tree of commands. Hidden: the build and its tests use it.

#include <memory>
#include <ostream>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command documents_command() {
  const auto kind = std::make_shared<std::string>();
  Command command;
  command.name = "documents";
  command.summary = "Print a document made from the commands themselves";
  command.hidden = true;
  command.arguments = {{.name = "KIND",
                        .help = "man or markdown.",
                        .target = kind.get(),
                        .required = true,
                        .choices = {"man", "markdown"}}};
  command.run = [kind](Session& session) -> Result<Exit> {
    session.out() << (*kind == "man" ? man_page(bulkhead_command()) : markdown(bulkhead_command()));
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
