// bulkhead reject: takes a proposal off the table.

#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/order_request.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command reject_command() {
  struct Arguments {
    std::string id;
    std::string reason;
    bool yes = false;
    bool drill = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "reject";
  command.summary = "Take a proposal off the table";
  command.arguments = {{.name = "ID",
                        .help = "The proposal; see `bulkhead proposals`.",
                        .target = &arguments->id,
                        .required = true}};
  command.options = {{.name = "--reason",
                      .value = "TEXT",
                      .help = "Why, for the history. Asked for on a terminal.",
                      .target = &arguments->reason},
                     {.name = "-y,--yes",
                      .help = "As with approve; a rejection is never asked about.",
                      .target = &arguments->yes},
                     {.name = "--drill",
                      .help = "Given by a rehearsal: takes away only what a rehearsal proposed.",
                      .target = &arguments->drill}};
  command.run = [arguments](Session& session) -> Result<Exit> {
    if (!have_reason(session, arguments->reason)) return Exit::kUsage;
    const Result<Reply> reply =
        call(session.api(), {.method = "POST",
                             .path = "/proposals/" + percent_encode(arguments->id) + "/reject",
                             .body = reason_json(arguments->reason, false, false, arguments->drill)});
    if (!reply) return fail_as(reply);
    const JsonView root = reply->document.root();
    if (session.options.json)
      session.out() << root.dump() << "\n";
    else
      session.out() << "Rejected: " << escape_terminal(root["id"].text()) << ". Nothing was changed.\n";
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
