// t:sqlHexDecode: numbers of the form `0x4142…` as the text that a database reads in them. Digits count in
// pairs; the byte behind a number is kept without a look at what it begins.
//
// Differs: ModSecurity loses the last byte of every value that does not end in such a number, and everything
// from the first NUL byte on. Here nothing is lost.

#include "text/hex.h"
#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {

std::size_t sql_hex_decode(std::string_view in, char* out) noexcept {
  const auto has_pair = [&](std::size_t at) { return at + 1 < in.size() && are_hex(in.data() + at, 2); };
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'0'>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    if (i + 1 < in.size() && to_lower(in[i + 1]) == 'x' && has_pair(i + 2)) {
      for (i += 2; has_pair(i); i += 2) out[written++] = hex_byte(in.data() + i);
      if (i == in.size()) return written;
    }
    out[written++] = in[i++];
  }
}

}  // namespace bulkhead::text
