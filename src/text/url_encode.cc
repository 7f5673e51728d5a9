// t:urlEncode: percent-encoding as forms use it, digits written small. ASCII letters, digits and "*" stay; a
// space becomes "+".

#include <cstdint>

#include "text/hex.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

bool is_unreserved(char c) { return is_alnum(c) || c == '*'; }

}  // namespace

std::size_t url_encode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  for (const char c : in) {
    if (is_unreserved(c) || c == ' ') {
      out[written++] = c == ' ' ? '+' : c;
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    out[written++] = '%';
    out[written++] = kHexDigits[byte >> 4];
    out[written++] = kHexDigits[byte & 15];
  }
  return written;
}

}  // namespace bulkhead::text
