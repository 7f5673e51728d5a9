// How SecLang compares its own words: ASCII letters in any case.

#pragma once

#include <cstddef>
#include <string_view>

namespace bulkhead::lexicon {

/// `c` in lower case where it is an ASCII letter.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// True when both are the same but for the case of ASCII letters.
constexpr bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace bulkhead::lexicon
