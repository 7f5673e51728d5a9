// t:base64Decode: the strict reader. Anything that is not Base64 makes the whole value empty. It knows spaces
// at the end of a line and line breaks, at most two "=" and nothing but blanks after them; a last group of
// less than four digits is dropped. The text ends at its first NUL byte.

#include "text/base64.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

bool is_line_break(std::string_view in, std::size_t at) {
  return in[at] == '\n' || (in[at] == '\r' && at + 1 < in.size() && in[at + 1] == '\n');
}

}  // namespace

std::size_t base64_decode(std::string_view in, char* out) noexcept {
  in = in.substr(0, in.find('\0'));
  std::size_t written = 0;
  std::size_t pads = 0;
  unsigned digits = 0;
  std::uint32_t group = 0;
  bool after_space = false;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == ' ') {
      after_space = true;
      continue;
    }
    if (is_line_break(in, i)) {
      // The line feed of a pair comes next, and may not be reached over a space that is not there.
      after_space = false;
      continue;
    }
    const std::uint8_t value = base64_value(in[i]);
    const bool is_pad = in[i] == '=';
    if (is_pad) ++pads;
    if (after_space || pads > 2 || (!is_pad && (value == kNoBase64Digit || pads > 0))) return 0;
    group = group << 6 | (is_pad ? 0U : value);
    if (++digits < 4) continue;
    digits = 0;
    const std::size_t bytes = 3 - pads;
    for (std::size_t byte = 0; byte < bytes; ++byte)
      out[written++] = static_cast<char>(group >> (16 - 8 * byte));
  }
  return written;
}

}  // namespace bulkhead::text
