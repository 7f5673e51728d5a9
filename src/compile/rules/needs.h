// What every value must hold for a link's operator to match it: the ground on which the engine leaves values out.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_set.h"
#include "match/regex/syntax.h"
#include "seclang/rule.h"

namespace bulkhead::compile {

/// How a link has to be asked.
enum class Asking : std::uint8_t {
  kNever,     ///< Nothing can match.
  kFiltered,  ///< Only values that meet the needs.
  kPresent,   ///< Every value.
};

struct Needs {
  Asking asking = Asking::kPresent;
  /// Sets of literals in lower case; of each, one occurs in every value that matches. Two at most, the rarest first.
  std::vector<std::vector<std::string>> clauses;
  /// Every value that matches has a byte of each. The rarest first.
  std::vector<ByteSet> classes;
  std::size_t bytes_min = 0;
};

/// Needs of a link; `syntax` is its pattern, or nullptr when the operator has none (or one that is filled in for each request).
Needs needs_of(const seclang::Link& link, const match::regex::Syntax* syntax);

}  // namespace bulkhead::compile
