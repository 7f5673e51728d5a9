#include "os/random.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>

#include "base/check.h"

namespace bulkhead::os {
namespace {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t mixed = (state += 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
  return mixed ^ mixed >> 31;
}

}  // namespace

std::uint64_t Random::next() {
  std::array<std::byte, sizeof(std::uint64_t)> bytes{};
  fill(bytes);
  return std::bit_cast<std::uint64_t>(bytes);
}

void SystemRandom::fill(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t filled = getrandom(bytes.data(), bytes.size(), 0);
    if (filled < 0 && errno == EINTR) continue;
    BULKHEAD_ASSERT(filled > 0);
    bytes = bytes.subspan(static_cast<std::size_t>(filled));
  }
}

void SeededRandom::fill(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const auto word = std::bit_cast<std::array<std::byte, sizeof(std::uint64_t)>>(split_mix(state_));
    const std::size_t taken = std::min(bytes.size(), word.size());
    std::copy_n(word.begin(), taken, bytes.begin());
    bytes = bytes.subspan(taken);
  }
}

}  // namespace bulkhead::os
