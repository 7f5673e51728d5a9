// t:length: how many bytes the value has, as a decimal number.

#include <charconv>

#include "text/transformations.h"

namespace bulkhead::text {

std::size_t length(std::string_view in, char* out) noexcept {
  constexpr std::size_t kDigitsMax = 20;  // Of 2^64.
  return static_cast<std::size_t>(std::to_chars(out, out + kDigitsMax, in.size()).ptr - out);
}

}  // namespace bulkhead::text
