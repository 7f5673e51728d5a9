#include "os/clock.h"

namespace bulkhead::os {

BootTime SimulatedClock::boot_now() const {
  const std::lock_guard lock(mutex_);
  return boot_;
}

RealTime SimulatedClock::real_now() const {
  const std::lock_guard lock(mutex_);
  return real_;
}

MonoTime SimulatedClock::mono_now() const {
  const std::lock_guard lock(mutex_);
  return mono_;
}

std::string SimulatedClock::boot_id() const {
  const std::lock_guard lock(mutex_);
  return "simulated-boot-" + std::to_string(boots_);
}

bool SimulatedClock::real_time_trusted() const {
  const std::lock_guard lock(mutex_);
  return trusted_;
}

void SimulatedClock::advance(Milliseconds by) {
  const std::lock_guard lock(mutex_);
  boot_ += by;
  real_ += by;
  mono_ += by;
}

void SimulatedClock::step_real(Milliseconds by) {
  const std::lock_guard lock(mutex_);
  real_ += by;
}

void SimulatedClock::set_real(RealTime at) {
  const std::lock_guard lock(mutex_);
  real_ = at;
}

void SimulatedClock::set_trusted(bool trusted) {
  const std::lock_guard lock(mutex_);
  trusted_ = trusted;
}

void SimulatedClock::reboot(Milliseconds off) {
  const std::lock_guard lock(mutex_);
  real_ += off;
  boot_ = BootTime{};
  mono_ = MonoTime{};
  ++boots_;
}

}  // namespace bulkhead::os
