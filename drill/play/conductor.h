// Starts arms, plays a scenario on them, and does at its time what is not done by people: phases, officer, switch.

#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "drill/play/arm_play.h"
#include "drill/play/watcher.h"
#include "launch/supervisor.h"
#include "os/clock.h"

namespace bulkhead::drill {

/// Plays `scenario` on `arms`, all of them at the same time, with the same people.
///
/// Threads    The caller's must outlive the process's programs (launch/child.h), and other threads take no signals.
/// Time       The scenario's length, Stage::kDrainMax, and what the programs take to start and stop.
class Conductor {
 public:
  struct Options {
    std::uint64_t seed = 1;
    bool officer = true;  ///< The scenario's own officer acts; else a person does.
    /// Asked now and then whether the target still agrees; the play ends when it fails with kDenied. May take seconds.
    std::function<Status()> still_agreed{};
  };

  Conductor(const Scenario& scenario, const Options& options, Watcher& watcher, std::ostream& log,
            const os::Clock& clock);

  /// Results in the order of `arms`. Fails when an arm does not start; a signal that asks to stop makes was_stopped(), and
  /// results that are cut short, or kConflict while they start.
  Result<std::vector<ArmResult>> play(std::span<const Arm> arms);

  bool was_stopped() const { return stopped_; }

 private:
  struct Act {
    Milliseconds at{0};
    std::function<void()> act;
  };

  Result<std::vector<ArmResult>> play_on(std::span<const Arm> arms, launch::Supervisor& supervisor);
  void add_acts(ArmPlay& play, launch::Supervisor& supervisor, std::vector<Act>& acts) const;
  void conduct(std::vector<std::unique_ptr<ArmPlay>>& plays, std::vector<Act> acts,
               launch::Supervisor& supervisor, Stage::Clock::time_point begins);

  const Scenario& scenario_;
  Options options_;
  Watcher& watcher_;
  std::ostream& log_;
  const os::Clock& clock_;
  bool stopped_ = false;
};

}  // namespace bulkhead::drill
