// A capacity made of slots and delay, not of CPU.

#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <queue>
#include <vector>

#include "base/time.h"

namespace bulkhead::demo {

/// Lets a server behave as if `slots` workers each took `delay` for a request, first come first served:
/// slots / delay requests a second, and a queue beyond.
///
/// As every request takes equally long, the end of each is known when it arrives; there is no queue to
/// keep, only the instants at which slots come free. A client that leaves frees nothing: neither does it
/// in an application that has begun to work for it.
///
/// Threads    Thread-safe.
/// Cost       O(log slots).
class Slots {
 public:
  /// Requires: slots >= 1 and delay > 0.
  Slots(std::size_t slots, Nanoseconds delay, std::size_t waiting_max);

  /// When a request arriving at `now` is done; nullopt when `waiting_max` are waiting already.
  std::optional<MonoTime> take(MonoTime now);

 private:
  const Nanoseconds delay_;
  const Nanoseconds wait_max_;  // how long the last of waiting_max waits
  std::mutex mutex_;
  std::priority_queue<MonoTime, std::vector<MonoTime>, std::greater<>> free_at_;
};

}  // namespace bulkhead::demo
