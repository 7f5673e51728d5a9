// Where a group matched.

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "match/regex/program.h"

namespace bulkhead::match::regex {

/// From `begin` up to, not including, `end`; both npos for a group that took no part in the match.
struct Span {
  static constexpr std::size_t npos = std::string_view::npos;

  std::size_t begin = npos;
  std::size_t end = npos;

  bool is_set() const { return begin != npos; }
  std::string_view of(std::string_view text) const {
    return is_set() ? text.substr(begin, end - begin) : std::string_view();
  }
  bool operator==(const Span&) const = default;
};

/// Group 0 is the whole match.
using Groups = std::array<Span, Program::kGroups>;

}  // namespace bulkhead::match::regex
