// t:hexDecode: two digits a byte. Asks no question: what is not a digit still yields some byte, the one that
// ModSecurity's arithmetic yields, and an odd byte at the end goes.

#include <array>
#include <cstdint>

#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// Bytes from "A" on count as letters without their case, all others from "0"; modulo 256.
constexpr std::array<std::uint8_t, 256> any_values() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    table[byte] = static_cast<std::uint8_t>(byte >= 'A' ? (byte & 0xDF) - 'A' + 10 : byte - '0');
  }
  return table;
}

constexpr std::array<std::uint8_t, 256> kAnyValues = any_values();

}  // namespace

std::size_t hex_decode(std::string_view in, char* out) noexcept {
  const std::size_t bytes = in.size() / 2;
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::uint8_t high = kAnyValues[static_cast<std::uint8_t>(in[2 * i])];
    const std::uint8_t low = kAnyValues[static_cast<std::uint8_t>(in[2 * i + 1])];
    out[i] = static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace bulkhead::text
