// What waits for a second person.

#pragma once

#include <string>

#include "cli/api.h"
#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// GET /proposals.
Result<Reply> read_proposals(Session& session);

/// GET /proposals/{id}: the proposal, and what agreeing to it would do now.
Result<Reply> read_proposal(Session& session, const std::string& id);

/// Who proposes what, why, until when, and what a policy changes.
std::string proposal_text(JsonView proposal, RealTime now);

}  // namespace bulkhead::cli
