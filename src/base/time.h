// Instants of three clocks that cannot be mixed up. None of them can be read here: `now` is always an
// argument, and only os/ knows where it comes from.

#pragma once

#include <chrono>
#include <cstdint>

namespace bulkhead {

using Milliseconds = std::chrono::milliseconds;
using Nanoseconds = std::chrono::nanoseconds;

/// Counts from boot, also while the machine sleeps; never steps. For deadlines of orders.
struct BootClock {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Milliseconds;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;
};
using BootTime = BootClock::time_point;

/// Counts in nanoseconds, never steps. For latencies and limits.
struct MonoClock {
  using rep = std::int64_t;
  using period = std::nano;
  using duration = Nanoseconds;
  using time_point = std::chrono::time_point<MonoClock>;
  static constexpr bool is_steady = true;
};
using MonoTime = MonoClock::time_point;

/// Milliseconds since 1970-01-01 UTC, as far as the machine knows. For text that people read, and for
/// bridging a reboot; a deadline never hangs on it while the machine is up.
struct RealClock {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Milliseconds;
  using time_point = std::chrono::time_point<RealClock>;
  static constexpr bool is_steady = false;
};
using RealTime = RealClock::time_point;

}  // namespace bulkhead
