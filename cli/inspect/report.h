// A trial, for people and for scripts.

#pragma once

#include <string>

#include "cli/inspect/trial.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// `trace` may be null. Every string of the request is escaped for a terminal.
std::string trial_text(const Trial& trial, const TraceRecorder* trace, const Session& session);
std::string trial_json(const Trial& trial, const TraceRecorder* trace);

}  // namespace bulkhead::cli
