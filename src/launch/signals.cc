#include "launch/signals.h"

#include <ctime>

namespace bulkhead::launch {

HeldSignals::HeldSignals() {
  sigemptyset(&held_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&held_, signal);
  sigprocmask(SIG_BLOCK, &held_, &before_);
}

HeldSignals::~HeldSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

int HeldSignals::wait(Milliseconds at_most) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(at_most);
  timespec limit{};
  limit.tv_sec = whole.count();
  limit.tv_nsec = std::chrono::nanoseconds(at_most - whole).count();
  const int signal = sigtimedwait(&held_, nullptr, &limit);
  return signal > 0 ? signal : 0;
}

}  // namespace bulkhead::launch
