// t:cssDecode: the escapes of CSS 2 (§4.1.3): a backslash and one to six hexadecimal digits, with one
// white-space character after them that belongs to them; a backslash before a line feed is nothing; before
// anything else it goes. Of a code point only the low byte is kept; full-width ASCII becomes ASCII. A
// backslash at the end goes.
//
// Differs: ModSecurity cuts the result at its first NUL byte, so that `\0` would hide the rest. Here it stays
// whole.

#include "text/ascii.h"
#include "text/hex.h"
#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// How many digits lie at `at`, at most six.
std::size_t digits_at(std::string_view in, std::size_t at) {
  std::size_t digits = 0;
  while (digits < 6 && at + digits < in.size() && is_hex(in[at + digits])) ++digits;
  return digits;
}

// The byte of one to six digits. Beyond U+FFFF there is no full-width form: its low byte is all that counts.
char byte_of(const char* text, std::size_t digits) {
  if (digits == 1) return static_cast<char>(hex_value(text[0]));
  const char* const last = text + digits - 2;
  if (digits < 4) return hex_byte(last);
  const bool is_in_plane = digits == 4 || (digits == 5 ? text[0] == '0' : text[0] == '0' && text[1] == '0');
  return is_in_plane ? narrow_byte(last - 2) : hex_byte(last);
}

}  // namespace

std::size_t css_decode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'\\'>(in, i, out + written);
    written += plain;
    i += plain + 1;
    if (i >= in.size()) return written;
    const std::size_t digits = digits_at(in, i);
    if (digits == 0) {
      if (in[i] != '\n') out[written++] = in[i];
      ++i;
      continue;
    }
    out[written++] = byte_of(in.data() + i, digits);
    i += digits;
    if (i < in.size() && is_space(in[i])) ++i;
  }
}

}  // namespace bulkhead::text
