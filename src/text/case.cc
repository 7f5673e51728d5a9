// t:lowercase, t:uppercase: ASCII letters; all other bytes stay.
//
// Written so that compilers make vector code of the loops: no table, no branch, nothing aliased.

#include "text/ascii.h"
#include "text/transformations.h"

namespace bulkhead::text {

std::size_t lowercase(std::string_view in, char* __restrict out) noexcept {
  const char* __restrict text = in.data();
  const std::size_t size = in.size();
  for (std::size_t i = 0; i < size; ++i) out[i] = to_lower(text[i]);
  return size;
}

std::size_t uppercase(std::string_view in, char* __restrict out) noexcept {
  const char* __restrict text = in.data();
  const std::size_t size = in.size();
  for (std::size_t i = 0; i < size; ++i) out[i] = to_upper(text[i]);
  return size;
}

}  // namespace bulkhead::text
