// When to probe: the interval with jitter, so that a thousand services are not asked in step.

#pragma once

#include <cstdint>

#include "base/time.h"

namespace bulkhead::control::health {

/// A first probe comes soon after start, but not all of them at once.
inline constexpr Milliseconds kFirstWaitMax{1'000};

/// Uniform in [0, min(interval, kFirstWaitMax)).
constexpr Milliseconds first_wait(Milliseconds interval, std::uint64_t random) {
  const auto span = static_cast<std::uint64_t>((interval < kFirstWaitMax ? interval : kFirstWaitMax).count());
  return Milliseconds(static_cast<std::int64_t>(span == 0 ? 0 : random % span));
}

/// Uniform in interval ± a tenth.
constexpr Milliseconds next_wait(Milliseconds interval, std::uint64_t random) {
  const std::int64_t tenth = interval.count() / 10;
  const auto span = static_cast<std::uint64_t>(2 * tenth + 1);
  return interval - Milliseconds(tenth) + Milliseconds(static_cast<std::int64_t>(random % span));
}

}  // namespace bulkhead::control::health
