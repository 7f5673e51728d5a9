// A link's pattern, whichever engine runs it.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/operators/operator.h"
#include "match/regex/span.h"

namespace bulkhead::inspect::operators {

/// Finds the first match of the pattern in `blob` from `from` on. A PCRE2 limit that was reached is no match, and is noted in the
/// state (MSC_PCRE_LIMITS_EXCEEDED).
bool find_pattern(State& state, std::uint32_t blob, std::string_view text, std::size_t from,
                  match::regex::Groups& groups);

/// True when the pattern in `blob` is found anywhere.
bool has_pattern(State& state, std::uint32_t blob, std::string_view text);

/// Hands groups on as texts.
void take_groups(std::string_view text, const match::regex::Groups& groups, Match& match);

}  // namespace bulkhead::inspect::operators
