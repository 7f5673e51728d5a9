// t:hexEncode: two digits a byte, written small.

#include <cstdint>

#include "text/hex.h"
#include "text/transformations.h"

namespace bulkhead::text {

std::size_t hex_encode(std::string_view in, char* out) noexcept {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(in[i]);
    out[2 * i] = kHexDigits[byte >> 4];
    out[2 * i + 1] = kHexDigits[byte & 15];
  }
  return 2 * in.size();
}

}  // namespace bulkhead::text
