// From the tree of a pattern to the program that matches it.

#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// Compiles `syntax`, which does not need backtracking.
///
/// Meaning    The first match that a backtracking matcher would find, with its groups, is the one that the program prefers.
///            That includes rounds of a repeat that take nothing: PCRE2 ends a repeat after such a round, so the
///            rounds that took a byte and those that did not are different instructions here.
/// Size       Counted repeats are written out. Nested repeats of parts that may be empty double at each level.
/// Precision  The same tree gives the same bytes on every machine of one byte order.
/// Errors     kLimit when it would have more than Program::kInstructionsMax instructions: match with Pcre2Regex then.
Result<std::vector<std::byte>> compile(const Syntax& syntax);

}  // namespace bulkhead::match::regex
