// Numbers as SecLang reads them out of text.

#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace bulkhead::inspect {

/// The whole number at the beginning of `text`, behind blanks and a sign; 0 when there is none or it does not fit into 32 bits, as
/// libmodsecurity reads it.
inline std::int64_t number_of(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r'))) ++i;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
  std::int64_t number = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    number = number * 10 + (text[i] - '0');
    if (number > std::int64_t{std::numeric_limits<std::int32_t>::max()} + 1) return 0;
  }
  if (negative) return -number;
  return number > std::numeric_limits<std::int32_t>::max() ? 0 : number;
}

/// The same in 64 bits, for comparisons of size: what does not fit is the nearest number that does.
inline std::int64_t wide_number_of(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r'))) ++i;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::int64_t number = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    const std::int64_t digit = text[i] - '0';
    if (number > (kMost - digit) / 10) return negative ? -kMost - 1 : kMost;
    number = number * 10 + digit;
  }
  return negative ? -number : number;
}

}  // namespace bulkhead::inspect
