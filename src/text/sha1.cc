// t:sha1: the 20 bytes of the digest (FIPS 180-4 §6.1, RFC 3174). Rules compare fingerprints with it; nothing
// here relies on its strength.

#include <array>
#include <bit>
#include <cstdint>

#include "text/digest.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

using State = std::array<std::uint32_t, 5>;

struct Round {
  std::uint32_t mixed;
  std::uint32_t constant;
};

Round round_of(std::size_t step, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  switch (step / 20) {
    case 0: return {(b & c) | (~b & d), 0x5a827999};
    case 1: return {b ^ c ^ d, 0x6ed9eba1};
    case 2: return {(b & c) | (b & d) | (c & d), 0x8f1bbcdc};
    default: return {b ^ c ^ d, 0xca62c1d6};
  }
}

void take_block(State& state, const char* block) {
  std::array<std::uint32_t, 80> words;
  for (std::size_t i = 0; i < 16; ++i) words[i] = load_word(block + 4 * i, std::endian::big);
  for (std::size_t i = 16; i < words.size(); ++i) {
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t step = 0; step < words.size(); ++step) {
    const Round round = round_of(step, b, c, d);
    const std::uint32_t sum = std::rotl(a, 5) + round.mixed + e + round.constant + words[step];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = sum;
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

}  // namespace

std::size_t sha1(std::string_view in, char* out) noexcept {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  for_each_block(in, std::endian::big, [&](const char* block) { take_block(state, block); });
  for (std::size_t i = 0; i < state.size(); ++i) store_word(state[i], std::endian::big, out + 4 * i);
  return sizeof state;
}

}  // namespace bulkhead::text
