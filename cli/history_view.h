// `bulkhead history` as text: what was done is never confused with what was refused or only proposed.

#pragma once

#include <set>
#include <string>

#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// Ids of what there still is: only that is offered to be taken back or to be agreed to.
struct StillThere {
  std::set<std::string> orders;
  std::set<std::string> proposals;
};

/// The answer of GET /history as text for the session's terminal; empty when it has no entries.
std::string history_text(JsonView history, const StillThere& there, Session& session);

}  // namespace bulkhead::cli
