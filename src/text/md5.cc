// t:md5: the 16 bytes of the digest (RFC 1321). Rules compare fingerprints with it; nothing here relies on
// its strength.

#include <array>
#include <bit>
#include <cstdint>

#include "text/digest.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

using State = std::array<std::uint32_t, 4>;

// 2^32 times the absolute sine of 1 to 64, whole part (RFC 1321 §3.4).
constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

// By round and step within a group of four.
constexpr int kRotations[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

std::uint32_t mix(unsigned round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  switch (round) {
    case 0: return (b & c) | (~b & d);
    case 1: return (b & d) | (c & ~d);
    case 2: return b ^ c ^ d;
    default: return c ^ (b | ~d);
  }
}

// Which word of the block a step takes.
unsigned word_of(unsigned round, unsigned step) {
  switch (round) {
    case 0: return step & 15;
    case 1: return (5 * step + 1) & 15;
    case 2: return (3 * step + 5) & 15;
    default: return (7 * step) & 15;
  }
}

void take_block(State& state, const char* block) {
  auto [a, b, c, d] = state;
  for (unsigned step = 0; step < 64; ++step) {
    const unsigned round = step / 16;
    const std::uint32_t word = load_word(block + std::size_t{4} * word_of(round, step), std::endian::little);
    const std::uint32_t sum = a + mix(round, b, c, d) + kSines[step] + word;
    a = d;
    d = c;
    c = b;
    b += std::rotl(sum, kRotations[round][step & 3]);
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
}

}  // namespace

std::size_t md5(std::string_view in, char* out) noexcept {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  for_each_block(in, std::endian::little, [&](const char* block) { take_block(state, block); });
  for (std::size_t i = 0; i < state.size(); ++i) store_word(state[i], std::endian::little, out + 4 * i);
  return sizeof state;
}

}  // namespace bulkhead::text
