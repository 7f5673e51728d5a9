// How long to wait before a program that ended is started again.

#pragma once

#include "base/time.h"

namespace bulkhead::launch {

/// Doubles with every end in a row, up to a minute; a program that ran for a while begins anew.
class BackOff {
 public:
  static constexpr Milliseconds kFirst = std::chrono::milliseconds(500);
  static constexpr Milliseconds kMax = std::chrono::minutes(1);
  /// Whatever ran so long did not fail at its start.
  static constexpr Milliseconds kSteadyAfter = std::chrono::minutes(1);

  /// The program started at `started` and ended now: wait so long.
  Milliseconds after_end(MonoTime started, MonoTime now);

 private:
  Milliseconds next_ = kFirst;
};

}  // namespace bulkhead::launch
