// How much may be sent in all, whoever sends it.

#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "base/time.h"

namespace bulkhead::load {

/// At most `per_s` requests in any one second, and none from `ends` on: a bucket that holds a tenth of a second's requests and
/// fills with the other nine tenths (GCRA, ITU-T I.371 Annex A, kept as one number).
///
/// Cost       One compare-and-exchange.
/// Threads    Any.
class Pace {
 public:
  Pace(std::uint32_t per_s, MonoTime ends) { set(per_s, ends); }

  /// Other terms, from now on.
  void set(std::uint32_t per_s, MonoTime ends) {
    const Nanoseconds gap = Nanoseconds(std::chrono::seconds(10)) / (9 * std::max<std::int64_t>(per_s, 1));
    gap_ = gap.count();
    tolerance_ = gap.count() * (per_s / 10 > 0 ? per_s / 10 - 1 : 0);
    ends_ = ends.time_since_epoch().count();
  }

  /// What has to be agreed to so that `per_s` requests can be sent second after second.
  static constexpr double needed_for(double per_s) { return per_s * 10 / 9; }

  /// True when one more may be sent at `now`; it is counted then.
  bool take(MonoTime now) {
    if (is_over(now)) return false;
    const std::int64_t at = now.time_since_epoch().count();
    const std::int64_t gap = gap_;
    const std::int64_t tolerance = tolerance_;
    std::int64_t due = due_.load(std::memory_order_relaxed);
    do {
      if (due - at > tolerance) return false;
    } while (!due_.compare_exchange_weak(due, std::max(due, at) + gap, std::memory_order_relaxed));
    return true;
  }

  /// Nothing is sent any more.
  bool is_over(MonoTime now) const { return now.time_since_epoch().count() >= ends_; }

 private:
  std::atomic<std::int64_t> gap_{0};
  std::atomic<std::int64_t> tolerance_{0};
  std::atomic<std::int64_t> ends_{0};
  std::atomic<std::int64_t> due_{INT64_MIN /
                                 2};  ///< When the bucket will be full again, in nanoseconds of the clock.
};

}  // namespace bulkhead::load
