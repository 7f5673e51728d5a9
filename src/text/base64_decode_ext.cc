// t:base64DecodeExt: the forgiving reader. Takes the digits there are and passes over everything else; a last
// byte that is not complete is dropped. One rule remains: a run of "=" that ends after a single digit of a
// group makes the whole value empty.
//
// Differs: ModSecurity mistakes the digit "9" at the very end for a "=" (its six bits are the number of that
// character) and makes a value empty that ends in it after whole groups. Here "9" is a digit like the others.

#include "text/base64.h"
#include "text/transformations.h"

namespace bulkhead::text {

std::size_t base64_decode_ext(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  unsigned digits = 0;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::uint8_t value = base64_value(in[i]);
    if (value == kNoBase64Digit) {
      const bool ends_pads = in[i] == '=' && (i + 1 == in.size() || in[i + 1] != '=');
      if (ends_pads && digits == 1) return 0;
      continue;
    }
    bits = bits << 6 | value;
    // Digits 1 to 4 of a group hold 6, 4, 2 and 0 bits that do not yet make a byte.
    if (digits > 0) out[written++] = static_cast<char>(bits >> (6 - 2 * digits));
    digits = (digits + 1) & 3;
  }
  return written;
}

}  // namespace bulkhead::text
