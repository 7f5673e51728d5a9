// Classes of bytes as the C locale has them.

#pragma once

#include <cstdint>

namespace bulkhead::text {

/// Space, tab, line feed, vertical tab, form feed, carriage return.
constexpr bool is_space(char c) { return c == ' ' || static_cast<std::uint8_t>(c - '\t') < 5; }

constexpr bool is_digit(char c) { return static_cast<std::uint8_t>(c - '0') < 10; }

constexpr bool is_octal_digit(char c) { return static_cast<std::uint8_t>(c - '0') < 8; }

constexpr bool is_upper(char c) { return static_cast<std::uint8_t>(c - 'A') < 26; }

constexpr bool is_lower(char c) { return static_cast<std::uint8_t>(c - 'a') < 26; }

/// A letter or a digit.
constexpr bool is_alnum(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }

constexpr char to_lower(char c) { return static_cast<char>(c ^ (static_cast<int>(is_upper(c)) << 5)); }

constexpr char to_upper(char c) { return static_cast<char>(c ^ (static_cast<int>(is_lower(c)) << 5)); }

}  // namespace bulkhead::text
