// Chance that repeats: everything synthetic is drawn from here, so one seed always makes one country.

#pragma once

#include <cstdint>
#include <iterator>

namespace bulkhead::demo {

/// A stream of draws (SplitMix64, Steele, Lea and Flood 2014). The sequence of a seed is part of the
/// demo's promise: os::SeededRandom may change its algorithm, this one may not.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  /// A whole number from `low` to `high`, both included. The bias of the remainder is far below what
  /// anybody could see in a country of a million.
  int between(int low, int high) {
    return low + static_cast<int>(next() % (static_cast<std::uint64_t>(high - low) + 1));
  }

  /// True in `percent` of a hundred draws.
  bool chance(int percent) { return between(1, 100) <= percent; }

  /// Requires: `list`, an array or a view of one, is not empty and outlives what is returned.
  template <typename List>
  const auto& one_of(const List& list) {
    return list[next() % std::size(list)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace bulkhead::demo
