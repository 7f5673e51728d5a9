// Chance that is the same on every machine: the standard's engines are specified bit by bit, its distributions are not.

#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <span>

#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(mixed(seed)) {}

  std::uint64_t next() { return engine_(); }

  /// 0 to count - 1. Requires: count > 0.
  std::uint64_t below(std::uint64_t count) { return next() % count; }

  /// In [0, 1).
  double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  /// Time to the next of events that come independently, `per_ms` of them a millisecond on average.
  double gap_ms(double per_ms) { return -std::log1p(-share()) / per_ms; }

  template <typename T>
  T between(Range<T> range) {
    const auto span = static_cast<std::uint64_t>((range.max - range.min) / T{1}) + 1;
    return range.min + T{1} * static_cast<std::int64_t>(below(span));
  }
  unsigned between(Range<unsigned> range) {
    return range.min + static_cast<unsigned>(below(range.max - range.min + 1));
  }

  /// SplitMix64 (Steele, Lea, Flood 2014): seeds that differ in one bit give streams that have nothing in common.
  static constexpr std::uint64_t mixed(std::uint64_t seed) {
    seed += 0x9e3779b97f4a7c15;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111eb;
    return seed ^ (seed >> 31);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace bulkhead::drill
