// What the daemon says that an act would do, or did, to the doors, in plain sentences.

#pragma once

#include <string>

#include "base/time.h"
#include "cli/json.h"

namespace bulkhead::cli {

/// At most so many lines of one kind; how many more there are is said.
inline constexpr std::size_t kChangesShownMax = 50;

/// A scope in the daemon's words, as in history and refusals: "service tax-filing", "compartment tax", "all".
std::string scope_words(JsonView scope);

/// The preview's sentence, why a second person is asked for, and with `changes` each service's from → to.
std::string preview_text(JsonView preview, bool changes, RealTime now);

/// True when a slip would be felt by many: a second person is asked for, an essential service or more than three are
/// touched, or a fifth of today's people.
bool is_wide(JsonView preview);

/// How a door that stays as it is ends now, and did: "stays closed, now until 16:21 (was until 16:06)".
std::string ending_change_text(JsonView change, RealTime now);

/// A line for each door whose ending changes.
std::string ending_lines(JsonView preview, RealTime now);

/// What of it does not tighten or let in anybody differently yet, a line each; empty when all of it is enforced.
std::string not_enforced_text(JsonView preview);

/// Of a closing: the doors that stay open all the same, as in "court (guarded), portal (open to 25 %)"; empty when none does.
std::string open_doors_text(JsonView preview);

/// The command that closes those too, in a line of its own; empty when there are none.
std::string close_too_text(JsonView preview);

}  // namespace bulkhead::cli
