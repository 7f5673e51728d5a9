// Counters sampled now and then -> events a second.

#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace bulkhead::control::metrics {

/// The rate of one counter over its last few samples.
///
/// A counter that went back (the segment was made anew) begins anew: no negative rate, no peak. A sample at the time of the last
/// one, or before it, is left out.
///
/// A value. Never reads a clock. Cost: O(1), allocates nothing.
class Rate {
 public:
  /// With one sample a second, the rate of the last five seconds.
  static constexpr std::size_t kSamplesMax = 6;

  void sample(std::uint64_t count, MonoTime now);

  /// Nothing until there are two samples.
  std::optional<double> per_second() const;

 private:
  struct Sample {
    std::uint64_t count = 0;
    MonoTime at;
  };
  const Sample& newest() const { return samples_[(first_ + held_ - 1) % kSamplesMax]; }

  std::array<Sample, kSamplesMax> samples_{};
  std::size_t first_ = 0;
  std::size_t held_ = 0;
};

}  // namespace bulkhead::control::metrics
