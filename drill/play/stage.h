// The time that a scenario is played in, the same for everybody who takes part.

#pragma once

#include <atomic>
#include <chrono>

#include "base/time.h"

namespace bulkhead::drill {

/// Threads    clear() and is_cleared() from any; the rest does not change.
class Stage {
 public:
  using Clock = std::chrono::steady_clock;
  /// What is under way when the scenario ends has this long to finish.
  static constexpr Milliseconds kDrainMax{15'000};

  explicit Stage(Clock::time_point begins) : begins_(begins) {}

  /// When `at` of the scenario is.
  Clock::time_point when(Milliseconds at) const { return begins_ + at; }
  /// How far the scenario is; negative before it begins.
  Milliseconds now() const { return std::chrono::duration_cast<Milliseconds>(Clock::now() - begins_); }

  /// Everybody leaves: the drill is stopped before its end.
  void clear() { cleared_ = true; }
  bool is_cleared() const { return cleared_; }

 private:
  Clock::time_point begins_;
  std::atomic<bool> cleared_{false};
};

}  // namespace bulkhead::drill
