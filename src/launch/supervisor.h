// Starts programs in order, waits until each answers, keeps them running, and stops them in reverse order.

#pragma once

#include <sys/types.h>

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "launch/back_off.h"
#include "launch/child.h"
#include "launch/signals.h"
#include "os/clock.h"

namespace bulkhead::launch {

/// A program, and how to tell that it answers.
struct Part {
  Program program;
  std::function<bool()> answers;
  /// What its start needs and only parts before it can give; run before every start. May be empty.
  std::function<Status()> prepare;
};

/// Threads    One thread.
/// Ownership  Whatever it started is stopped when it is destroyed; should this process be killed, the kernel tells the
///            programs to end (see child.h).
class Supervisor {
 public:
  /// How long a program may take until it answers: the demo's services fill their databases at their first start.
  static constexpr Milliseconds kAnswerMax = std::chrono::minutes(2);
  static constexpr Milliseconds kPollEvery = std::chrono::milliseconds(50);
  /// How long a program may take to end before it is killed.
  static constexpr Milliseconds kStopMax = std::chrono::seconds(10);

  Supervisor(std::ostream& out, const os::Clock& clock) : out_(out), clock_(clock) {}
  ~Supervisor() { stop(); }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// Starts the parts at once and waits until all answer. Fails when one ends or stays silent; kConflict when a signal
  /// asked to stop meanwhile.
  Status start(std::vector<Part> parts);

  /// Keeps all of them running until SIGINT, SIGTERM or SIGHUP.
  void run();

  /// The same until `deadline` at the latest. True when a signal asked to stop.
  bool run_until(MonoTime deadline);

  /// Stops the part of this name and keeps it down until start_part(). Fails with kNotFound.
  Status stop_part(const std::string& name);

  /// Starts a stopped part again, without waiting until it answers. Fails with kNotFound, or as its start does.
  Status start_part(const std::string& name);

  /// Stops all, the last started first; returns when none is left.
  void stop();

  /// A signal asked to stop while something was being stopped, and run_until() has not said so yet.
  bool asked_to_stop() const { return asked_to_stop_; }

 private:
  struct Running {
    Part part;
    pid_t pid = 0;  ///< 0 while it is down.
    MonoTime started;
    std::optional<MonoTime> start_again;
    BackOff back_off;
  };

  Status start_one(Running& running);
  Status await(std::size_t first);
  Result<Running*> part_named(const std::string& name);
  void reap(bool starting);
  void start_due();
  Milliseconds until_next_start() const;
  void stop_one(Running& running);

  std::ostream& out_;
  const os::Clock& clock_;
  HeldSignals signals_;
  bool asked_to_stop_ = false;  ///< While something was being stopped.
  std::vector<Running> running_;
};

}  // namespace bulkhead::launch
