// How often which latency was seen, in a fixed amount of memory.

#pragma once

#include <array>
#include <cstdint>

namespace bulkhead::load {

/// Counts microseconds in buckets whose width grows with the value (log-linear, as HdrHistogram).
///
/// Exactness  Below 64 µs exact; above, a quantile is at most 1/32 too high and never too low. `max()` is exact.
/// Memory     7 KiB, however many values.
/// Cost       `add` is O(1), `quantile` O(buckets).
class Histogram {
 public:
  /// About 71 minutes; longer latencies are counted as this.
  static constexpr std::uint64_t kMicrosecondsMax = (1ull << 32) - 1;

  void add(std::uint64_t microseconds);

  /// All values of another one as well.
  void add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t max() const { return max_; }

  /// The smallest value that at least `share` of all values do not exceed. 0 when empty.
  /// Requires: 0 < share <= 1.
  std::uint64_t quantile(double share) const;

 private:
  static constexpr std::uint64_t kExact = 64;      // values below have a bucket each
  static constexpr std::uint64_t kPerOctave = 32;  // buckets from one power of two to the next
  static constexpr std::size_t kBuckets = kExact + (32 - 6) * kPerOctave;

  static std::size_t bucket_of(std::uint64_t value);
  static std::uint64_t highest_in(std::size_t bucket);

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace bulkhead::load
