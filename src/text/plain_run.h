// Copies what needs no decoding, eight bytes at a time.

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bulkhead::text {

namespace plain_run_detail {

constexpr std::uint64_t repeated(char c) {
  return static_cast<std::uint64_t>(static_cast<std::uint8_t>(c)) * 0x0101010101010101;
}

// 0x80 in each byte of `word` that equals `c`, 0 in the others. Exact: no carry leaves its byte.
constexpr std::uint64_t matches(std::uint64_t word, char c) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
  const std::uint64_t difference = word ^ repeated(c);
  return ~(((difference & kLow) + kLow) | difference | kLow);
}

// How many bytes lie before the first match, in the order of memory.
constexpr std::size_t first(std::uint64_t matches) {
  const int bits =
      std::endian::native == std::endian::little ? std::countr_zero(matches) : std::countl_zero(matches);
  return static_cast<std::size_t>(bits) / 8;
}

}  // namespace plain_run_detail

/// Copies `in` from `from` up to the first `kStop`, or to the end, each `kReplaced` as `kReplacement`.
/// Returns how many bytes were copied.
///
/// Writes whole words: `out` has room for as many bytes as `in` has left, which a decoder whose output never
/// gets ahead of its input always has.
template <char kStop, char kReplaced = kStop, char kReplacement = kStop>
std::size_t copy_until(std::string_view in, std::size_t from, char* out) noexcept {
  using namespace plain_run_detail;
  const char* const text = in.data() + from;
  const std::size_t size = in.size() - from;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text + i, 8);
    const std::uint64_t stops = matches(word, kStop);
    if constexpr (kReplaced != kStop) {
      constexpr std::uint64_t kChange = static_cast<std::uint8_t>(kReplaced ^ kReplacement);
      word ^= (matches(word, kReplaced) >> 7) * kChange;
    }
    std::memcpy(out + i, &word, 8);
    if (stops != 0) return i + first(stops);
  }
  for (; i < size && text[i] != kStop; ++i) out[i] = text[i] == kReplaced ? kReplacement : text[i];
  return i;
}

}  // namespace bulkhead::text
