// Hexadecimal digits, for the encodings that are made of them.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "text/ascii.h"

namespace bulkhead::text {

inline constexpr char kHexDigits[] = "0123456789abcdef";

inline constexpr std::uint8_t kNoHexDigit = 0xFF;

namespace hex_detail {
constexpr std::array<std::uint8_t, 256> values() {
  std::array<std::uint8_t, 256> table{};
  for (std::uint8_t& value : table) value = kNoHexDigit;
  for (std::uint8_t digit = 0; digit < 16; ++digit) {
    table[static_cast<std::uint8_t>(kHexDigits[digit])] = digit;
    table[static_cast<std::uint8_t>(to_upper(kHexDigits[digit]))] = digit;
  }
  return table;
}
}  // namespace hex_detail

/// The value of each byte as a digit; kNoHexDigit where it is none.
inline constexpr std::array<std::uint8_t, 256> kHexValues = hex_detail::values();

constexpr std::uint8_t hex_value(char c) { return kHexValues[static_cast<std::uint8_t>(c)]; }

constexpr bool is_hex(char c) { return hex_value(c) != kNoHexDigit; }

/// True when the `count` bytes at `text` are digits.
constexpr bool are_hex(const char* text, std::size_t count) {
  std::uint8_t seen = 0;
  for (std::size_t i = 0; i < count; ++i) seen |= hex_value(text[i]);
  return seen < 16;
}

/// The byte of two digits.
constexpr char hex_byte(const char* digits) {
  return static_cast<char>(hex_value(digits[0]) << 4 | hex_value(digits[1]));
}

/// The byte that stands for a code point of four digits: its low byte, but for full-width ASCII (U+FF01 to
/// U+FF5E) the ASCII character that it looks like.
constexpr char narrow_byte(const char* digits) {
  const char low = hex_byte(digits + 2);
  const bool is_full_width = hex_byte(digits) == '\xFF' && static_cast<std::uint8_t>(low - 1) < 0x5E;
  return static_cast<char>(low + (is_full_width ? 0x20 : 0));
}

}  // namespace bulkhead::text
