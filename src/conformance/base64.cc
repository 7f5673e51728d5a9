#include "conformance/base64.h"

#include "text/base64.h"

namespace bulkhead::conformance {

std::optional<std::string> decode_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = text::base64_value(c);
    if (value == text::kNoBase64Digit || padding > 0) return std::nullopt;
    bits = (bits << 6 | value) & 0xFFF'FFFF;
    if (++digits % 4 != 1) bytes += static_cast<char>(bits >> (6 - 2 * ((digits - 1) % 4)) & 0xFF);
  }
  if ((digits + padding) % 4 != 0 || padding > 2) return std::nullopt;
  return bytes;
}

}  // namespace bulkhead::conformance
