// t:parityEven7bit, t:parityOdd7bit, t:parityZero7bit: the eighth bit of each byte becomes the parity of the
// other seven, its opposite, or zero.
//
// The parity that ModSecurity sets is that of all eight bits of the input: a byte that comes with its eighth
// bit set gets the opposite of what seven bits would say. The parity of eight bits is kept here.

#include <bit>
#include <cstdint>

#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// The eighth bit as `odd_bits` makes it: set where the byte has an odd number of bits, when `odd_bits` is 1;
// where it has an even one, when 0.
char with_parity(char c, unsigned odd_bits) {
  const unsigned byte = static_cast<std::uint8_t>(c);
  const unsigned is_odd = static_cast<unsigned>(std::popcount(byte)) & 1;
  return static_cast<char>((byte & 0x7F) | (is_odd == odd_bits ? 0x80U : 0U));
}

}  // namespace

std::size_t parity_even_7bit(std::string_view in, char* out) noexcept {
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = with_parity(in[i], 1);
  return in.size();
}

std::size_t parity_odd_7bit(std::string_view in, char* out) noexcept {
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = with_parity(in[i], 0);
  return in.size();
}

std::size_t parity_zero_7bit(std::string_view in, char* out) noexcept {
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = static_cast<char>(in[i] & 0x7F);
  return in.size();
}

}  // namespace bulkhead::text
