// `bulkhead status` as text: warnings first, then what is not open, for a tired person at three in the morning.

#pragma once

#include <string>
#include <vector>

#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// The answer of GET /status as text for the session's terminal. `only`: names of services to show; empty: all.
std::string status_text(JsonView status, const std::vector<std::string>& only, const Session& session);

/// "CLOSED", "GUARDED 50%", "OPEN 25%", "open": capitals say that it is not simply open, also without colours.
std::string posture_text(JsonView posture);

}  // namespace bulkhead::cli
