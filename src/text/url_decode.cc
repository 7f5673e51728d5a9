// t:urlDecode, t:urlDecodeUni: percent-encoding as forms use it, where "+" is a space.
//
// urlDecode leaves a "%" alone that two digits do not follow. urlDecodeUni also reads IIS's `%uHHHH`: the
// byte that the Unicode map has for the code point; else the low byte, full-width ASCII as ASCII; what
// follows a `%u` that is none is text.

#include <cstdint>

#include "text/hex.h"
#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// `text` begins with "%". Writes the byte that it encodes, or the "%", and returns how many bytes of `text`
// that took.
std::size_t decode_percent(std::string_view text, char* out) {
  if (text.size() > 2 && are_hex(&text[1], 2)) {
    *out = hex_byte(&text[1]);
    return 3;
  }
  *out = '%';
  return 1;
}

char byte_of(const char* digits, const UnicodeMap* map) {
  if (map != nullptr) {
    const unsigned code = static_cast<unsigned>(static_cast<std::uint8_t>(hex_byte(digits))) << 8 |
                          static_cast<std::uint8_t>(hex_byte(digits + 2));
    if (const auto byte = map->find(static_cast<std::uint16_t>(code))) return static_cast<char>(*byte);
  }
  return narrow_byte(digits);
}

}  // namespace

std::size_t url_decode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'%', '+', ' '>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    i += decode_percent(in.substr(i), out + written++);
  }
}

std::size_t url_decode_uni(std::string_view in, char* out, const UnicodeMap* map) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'%', '+', ' '>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    const std::string_view text = in.substr(i);
    if (text.size() < 2 || to_lower(text[1]) != 'u') {
      i += decode_percent(text, out + written++);
    } else if (text.size() > 5 && are_hex(&text[2], 4)) {
      out[written++] = byte_of(&text[2], map);
      i += 6;
    } else {
      out[written++] = text[0];
      out[written++] = text[1];
      i += 2;
    }
  }
}

}  // namespace bulkhead::text
