// Where in the rule files something stands.

#pragma once

#include <compare>
#include <cstdint>

namespace bulkhead::seclang {

/// A place in a file. Lines and columns count from 1; columns count bytes, because patterns are bytes.
/// `file` is an index into the names of the rule set (RuleSet::files). Line 0 is "the file as a whole".
struct Position {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  auto operator<=>(const Position&) const = default;
};

}  // namespace bulkhead::seclang
