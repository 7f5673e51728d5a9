// What waits for a second person.

#pragma once

#include <string>

#include "cli/api.h"
#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// GET /proposals.
Result<Reply> read_proposals(Session& session);

/// The proposal with this id, either case; an empty view when there is none.
JsonView find_proposal(JsonView proposals, const std::string& id);

/// Who proposes what, why, until when.
std::string proposal_text(JsonView proposal, RealTime now);

}  // namespace bulkhead::cli
