// t:base64Encode: RFC 4648 §4, padded, on one line.

#include "text/base64.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

char* encode(std::uint32_t group, char* out) {
  for (int shift = 18; shift >= 0; shift -= 6) *out++ = kBase64Digits[group >> shift & 63];
  return out;
}

}  // namespace

std::size_t base64_encode(std::string_view in, char* out) noexcept {
  const auto byte = [&](std::size_t at) { return std::uint32_t{static_cast<std::uint8_t>(in[at])}; };
  char* end = out;
  std::size_t i = 0;
  for (; i + 3 <= in.size(); i += 3) end = encode(byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2), end);
  const std::size_t left = in.size() - i;
  if (left > 0) {
    end = encode(byte(i) << 16 | (left > 1 ? byte(i + 1) << 8 : 0), end);
    end[-1] = '=';
    if (left == 1) end[-2] = '=';
  }
  return static_cast<std::size_t>(end - out);
}

}  // namespace bulkhead::text
