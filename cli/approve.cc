// bulkhead approve: the second person agrees to what they have read, and to nothing else.

#include <fmt/core.h>

#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/order_request.h"
#include "cli/outcome.h"
#include "cli/proposal.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::string id;
  std::string digest;
  ActingOptions acting;
};

Result<Exit> approve(Session& session, const Arguments& arguments) {
  const Result<Reply> proposals = read_proposals(session);
  if (!proposals) return fail_as(proposals);
  const JsonView proposal = find_proposal(proposals->document.root(), arguments.id);
  if (!proposal.exists())
    return fail(
        ErrorCode::kNotFound,
        fmt::format("no proposal {} waits: it may have expired; see `bulkhead proposals`", arguments.id));
  if (!session.options.json) session.out() << proposal_text(proposal, session.now()) << std::flush;
  if (!go_ahead(session, arguments.acting, true)) return Exit::kRefused;
  const std::string digest = arguments.digest.empty() ? proposal["digest"].text() : arguments.digest;
  const Result<Reply> done =
      call(session.api(), {.method = "POST",
                           .path = "/proposals/" + percent_encode(proposal["id"].text()) + "/approve",
                           .body = approval_json(digest, arguments.acting.reason)});
  if (!done) return fail_as(done);
  return print_outcome(session, done->document.root());
}

}  // namespace

Command approve_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "approve";
  command.summary = "Agree to a proposal, as the second person; it happens at once";
  command.details = "Shows what is proposed, asks on a terminal, and approves exactly what was shown.";
  command.arguments = {{.name = "ID",
                        .help = "The proposal; see `bulkhead proposals`.",
                        .target = &arguments->id,
                        .required = true}};
  command.options = {
      {.name = "--digest",
       .value = "SHA256",
       .help = "Approve only if the proposal is still the one with this digest, as read earlier.",
       .target = &arguments->digest},
      {.name = "--reason",
       .value = "TEXT",
       .help = "A word for the history.",
       .target = &arguments->acting.reason},
      {.name = "-y,--yes", .help = "Do not ask.", .target = &arguments->acting.yes},
  };
  command.run = [arguments](Session& session) { return approve(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
