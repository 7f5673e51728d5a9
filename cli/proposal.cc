#include "cli/proposal.h"

#include <fmt/core.h>
#include <strings.h>

#include "base/escape.h"
#include "cli/moments.h"

namespace bulkhead::cli {

Result<Reply> read_proposals(Session& session) { return call(session.api(), {.path = "/proposals"}); }

JsonView find_proposal(JsonView proposals, const std::string& id) {
  for (const JsonView& proposal : proposals["proposals"].items()) {
    if (strcasecmp(proposal["id"].text().c_str(), id.c_str()) == 0) return proposal;
  }
  return {};
}

std::string proposal_text(JsonView proposal, RealTime now) {
  const auto safe = [&](const char* key) { return escape_terminal(proposal[key].text()); };
  return fmt::format("{}\n  what:    {}\n  by:      {}, at {}\n  why:     {}\n  asked:   {}\n  expires: {}\n",
                     safe("id"), safe("what"), safe("author"),
                     local_time(instant(proposal["created"].text()), now), safe("reason"), safe("needs"),
                     local_time(instant(proposal["expires"].text()), now));
}

}  // namespace bulkhead::cli
