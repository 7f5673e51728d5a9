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
  Pace(std::uint32_t per_s, MonoTime ends)
      : gap_(Nanoseconds(std::chrono::seconds(10)) / (9 * std::max<std::int64_t>(per_s, 1))),
        tolerance_(gap_ * (per_s / 10 > 0 ? per_s / 10 - 1 : 0)),
        ends_(ends) {}

  /// True when one more may be sent at `now`; it is counted then.
  bool take(MonoTime now) {
    if (is_over(now)) return false;
    const std::int64_t at = now.time_since_epoch().count();
    std::int64_t due = due_.load(std::memory_order_relaxed);
    do {
      if (due - at > tolerance_.count()) return false;
    } while (!due_.compare_exchange_weak(due, std::max(due, at) + gap_.count(), std::memory_order_relaxed));
    return true;
  }

  /// Nothing is sent any more.
  bool is_over(MonoTime now) const { return now >= ends_; }

 private:
  Nanoseconds gap_;
  Nanoseconds tolerance_;
  MonoTime ends_;
  std::atomic<std::int64_t> due_{INT64_MIN /
                                 2};  ///< When the bucket will be full again, in nanoseconds of the clock.
};

}  // namespace bulkhead::load
