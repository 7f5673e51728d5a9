// t:jsDecode: the escape sequences of JavaScript: `\uHHHH` (its low byte; full-width ASCII becomes ASCII),
// `\xHH`, octal digits as long as they make one byte, `\n` and its like. A backslash before anything else
// goes; one at the end stays.

#include "text/backslash.h"
#include "text/hex.h"
#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {

std::size_t js_decode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'\\'>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    const std::string_view rest = in.substr(i + 1);
    if (rest.empty()) {
      out[written++] = '\\';
      return written;
    }
    if (rest[0] == 'u' && rest.size() > 4 && are_hex(&rest[1], 4)) {
      out[written++] = narrow_byte(&rest[1]);
      i += 6;
    } else if (rest[0] == 'x' && rest.size() > 2 && are_hex(&rest[1], 2)) {
      out[written++] = hex_byte(&rest[1]);
      i += 4;
    } else if (Octal octal = octal_at(rest); octal.digits > 0) {
      if (octal.value > 0xFF) octal = {.digits = 2, .value = octal.value / 8};
      out[written++] = static_cast<char>(octal.value);
      i += 1 + octal.digits;
    } else {
      out[written++] = unescaped(rest[0]);
      i += 2;
    }
  }
}

}  // namespace bulkhead::text
