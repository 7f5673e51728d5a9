// t:removeNulls, t:replaceNulls: NUL bytes go, or become spaces.

#include "text/transformations.h"

namespace bulkhead::text {

std::size_t remove_nulls(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  for (const char c : in) {
    out[written] = c;
    written += static_cast<std::size_t>(c != '\0');
  }
  return written;
}

std::size_t replace_nulls(std::string_view in, char* __restrict out) noexcept {
  const char* __restrict text = in.data();
  const std::size_t size = in.size();
  for (std::size_t i = 0; i < size; ++i) out[i] = text[i] == '\0' ? ' ' : text[i];
  return size;
}

}  // namespace bulkhead::text
