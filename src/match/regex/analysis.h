// What every match of a pattern must hold: the ground for skipping patterns that cannot match, without running them.
//
// All of it is one-sided: a text that lacks what is named here does not match; one that has it may or may not.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_set.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// Literals of which at least one occurs in every text that matches.
struct LiteralClause {
  static constexpr std::size_t kLiteralsMax = 600;
  static constexpr std::size_t kLiteralBytesMin = 2;
  static constexpr std::size_t kLiteralBytesMax = 32;

  /// ASCII letters in lower case: look for them in the text with its ASCII letters in lower case. Sorted; none is part
  /// of another.
  std::vector<std::string> any_of;
  /// How many of a million places of ordinary traffic are guessed to begin one of them. For ordering, not for trust.
  std::uint32_t hits_per_million = 0;
};

struct RegexAnalysis {
  static constexpr std::size_t kClausesMax = 3;
  static constexpr std::size_t kByteSetsMax = 4;

  /// Each holds on its own (all of them, one literal of each). The rarest first; none is common.
  std::vector<LiteralClause> clauses;
  /// Every match contains a byte of each, in the text as it stands (not folded). The rarest first.
  std::vector<ByteSet> byte_sets;
  /// No match is shorter.
  std::size_t length_bytes_min = 0;
  /// Some match may take no byte at all.
  bool may_be_empty = false;
  /// A match can begin at the start of the text only (`\A`). `^` is not that: it stands at lines.
  bool anchored_at_start = false;
};

/// Holds also for a Syntax that needs backtracking.
///
/// Cost       Milliseconds for the largest patterns: sets of literals are bounded at every node. For the compiler only.
/// Recursion  As deep as the tree.
RegexAnalysis analyse(const Syntax& syntax);

}  // namespace bulkhead::match::regex
