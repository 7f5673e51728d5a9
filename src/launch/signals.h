// The signals that `bulkhead run` waits for, taken one at a time and never in a handler.

#pragma once

#include <csignal>

#include "base/time.h"

namespace bulkhead::launch {

/// Holds back SIGINT, SIGTERM, SIGHUP and SIGCHLD while it lives; wait() takes them.
///
/// Threads    One, and no other is running: the mask is the thread's.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// The next signal, or 0 when none came within `at_most`.
  int wait(Milliseconds at_most);

 private:
  sigset_t held_{};
  sigset_t before_{};
};

}  // namespace bulkhead::launch
