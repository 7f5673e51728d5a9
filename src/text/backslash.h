// What a backslash and a letter or octal digits mean in the languages of C's family.

#pragma once

#include <cstddef>
#include <string_view>

#include "text/ascii.h"

namespace bulkhead::text {

/// The control character that `\c` means; `c` itself where it means no other.
constexpr char unescaped(char c) {
  switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
  }
}

/// Octal digits at the start of a text.
struct Octal {
  std::size_t digits = 0;  ///< None to three.
  unsigned value = 0;
};

constexpr Octal octal_at(std::string_view text) {
  Octal octal;
  while (octal.digits < 3 && octal.digits < text.size() && is_octal_digit(text[octal.digits])) {
    octal.value = octal.value * 8 + static_cast<unsigned>(text[octal.digits] - '0');
    ++octal.digits;
  }
  return octal;
}

}  // namespace bulkhead::text
