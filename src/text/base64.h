// The alphabet of Base64 (RFC 4648 §4).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bulkhead::text {

inline constexpr char kBase64Digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline constexpr std::uint8_t kNoBase64Digit = 0xFF;

namespace base64_detail {
constexpr std::array<std::uint8_t, 256> values() {
  std::array<std::uint8_t, 256> table{};
  for (std::uint8_t& value : table) value = kNoBase64Digit;
  for (std::uint8_t digit = 0; digit < 64; ++digit) {
    table[static_cast<std::uint8_t>(kBase64Digits[digit])] = digit;
  }
  return table;
}
}  // namespace base64_detail

inline constexpr std::array<std::uint8_t, 256> kBase64Values = base64_detail::values();

/// The six bits of a digit; kNoBase64Digit where `c` is none ("=" is none).
constexpr std::uint8_t base64_value(char c) { return kBase64Values[static_cast<std::uint8_t>(c)]; }

}  // namespace bulkhead::text
