// Inspection as `bulkhead status` shows it: a table of the services that rules look at.

#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// Empty when none of `services` is inspected.
std::string inspection_text(const std::vector<JsonView>& services, RealTime now, const Session& session);

}  // namespace bulkhead::cli
