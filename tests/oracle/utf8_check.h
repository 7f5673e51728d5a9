// Whether a text is UTF-8.

#pragma once

#include <cstddef>
#include <string_view>

namespace bulkhead::oracle {

/// RFC 3629: no overlong forms, no surrogates; and as ModSecurity has it, whatever a first byte of F4 leads to (U+13FFFF).
inline bool is_utf8(std::string_view value) {
  for (std::size_t i = 0; i < value.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(value[at]); };
    const unsigned first = byte(i);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (bytes == 0 || first > 0xF4 || i + bytes > value.size()) return false;
    unsigned code = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (std::size_t k = 1; k < bytes; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
      code = code << 6 | (byte(i + k) & 0x3F);
    }
    constexpr unsigned kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[bytes] || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += bytes;
  }
  return true;
}

}  // namespace bulkhead::oracle
