// bulkhead approve: the second person agrees to what they have read, and to nothing else.

#include <fmt/core.h>

#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/order_request.h"
#include "cli/outcome.h"
#include "cli/preview_view.h"
#include "cli/proposal.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::string id;
  std::string digest;
  ActingOptions acting;
};

// What is agreed to: an order may do something else by now than when it was proposed.
std::string shown_text(JsonView root, RealTime now) {
  std::string text = proposal_text(root["proposal"], now);
  if (!root["preview"].empty()) text += "What it would do now:\n" + preview_text(root["preview"], true, now);
  return text;
}

Result<Exit> approve(Session& session, const Arguments& arguments) {
  const Result<Reply> shown = read_proposal(session, arguments.id);
  if (!shown) return fail_as(shown);
  const JsonView root = shown->document.root();
  const JsonView proposal = root["proposal"];
  if (!session.options.json) session.out() << shown_text(root, session.now()) << std::flush;
  if (const std::string obstacle = root["obstacle"].text(); !obstacle.empty())
    return fail(ErrorCode::kConflict, obstacle);
  if (!go_ahead(session, arguments.acting, true)) return Exit::kRefused;
  const std::string digest = arguments.digest.empty() ? proposal["digest"].text() : arguments.digest;
  const Result<Reply> done =
      call(session.api(), {.method = "POST",
                           .path = "/proposals/" + percent_encode(proposal["id"].text()) + "/approve",
                           .body = approval_json(digest, arguments.acting.reason, arguments.acting.drill)});
  if (!done) return fail_as(done);
  return print_outcome(session, done->document.root());
}

}  // namespace

Command approve_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "approve";
  command.summary = "Agree to a proposal, as the second person; it happens at once";
  command.details =
      "Shows what is proposed and what it would do now (of a policy: what it changes), asks on a terminal, "
      "and "
      "approves exactly what was shown.";
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
      {.name = "--drill",
       .help = "Given by a rehearsal: agrees only to what a rehearsal proposed.",
       .target = &arguments->acting.drill},
  };
  command.run = [arguments](Session& session) { return approve(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
