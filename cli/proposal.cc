#include "cli/proposal.h"

#include <fmt/core.h>

#include "base/escape.h"
#include "cli/moments.h"
#include "cli/outcome.h"

namespace bulkhead::cli {

Result<Reply> read_proposals(Session& session) { return call(session.api(), {.path = "/proposals"}); }

Result<Reply> read_proposal(Session& session, const std::string& id) {
  Result<Reply> reply = call(session.api(), {.path = "/proposals/" + percent_encode(id)});
  if (reply || reply.error().code != ErrorCode::kNotFound) return reply;
  return fail(ErrorCode::kNotFound,
              fmt::format("no proposal {} waits: it may have expired; see `bulkhead proposals`", id));
}

std::string proposal_text(JsonView proposal, RealTime now) {
  const auto safe = [&](const char* key) { return escape_terminal(proposal[key].text()); };
  std::string text = fmt::format(
      "{}\n  what:    {}\n  by:      {}, at {}\n  reason:  {}\n  for two: {}\n  expires: {}\n", safe("id"),
      safe("what"), safe("author"), local_time(instant(proposal["created"].text()), now), safe("reason"),
      safe("needs"), local_time(instant(proposal["expires"].text()), now));
  const auto changes = proposal["changes"].items();
  if (changes.empty()) return text;
  text += "  changes:\n" + policy_change_lines(changes);
  if (const std::int64_t more = proposal["changes_left_out"].whole(); more > 0)
    text += fmt::format("  and {} more that were not kept\n", more);
  return text;
}

}  // namespace bulkhead::cli
