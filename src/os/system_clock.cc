#include <sys/timex.h>
#include <time.h>

#include <cstdint>

#include "os/clock.h"
#include "os/file.h"

namespace bulkhead::os {
namespace {

constexpr std::size_t kBootIdBytesMax = 64;

std::int64_t nanoseconds_of(clockid_t clock) {
  timespec at{};
  static_cast<void>(clock_gettime(clock, &at));  // cannot fail for the clocks used here
  return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
}

std::string read_boot_id() {
  auto text = read_file("/proc/sys/kernel/random/boot_id", kBootIdBytesMax);
  if (!text) return {};
  while (!text->empty() && text->back() == '\n') text->pop_back();
  return *std::move(text);
}

}  // namespace

BootTime SystemClock::boot_now() const {
  return BootTime{Milliseconds{nanoseconds_of(CLOCK_BOOTTIME) / 1'000'000}};
}

RealTime SystemClock::real_now() const {
  return RealTime{Milliseconds{nanoseconds_of(CLOCK_REALTIME) / 1'000'000}};
}

MonoTime SystemClock::mono_now() const { return MonoTime{Nanoseconds{nanoseconds_of(CLOCK_MONOTONIC)}}; }

// It does not change while a process lives.
std::string SystemClock::boot_id() const {
  static const std::string id = read_boot_id();
  return id;
}

bool SystemClock::real_time_trusted() const {
  timex state{};
  state.modes = 0;  // only asks
  const int verdict = adjtimex(&state);
  return verdict >= 0 && verdict != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

}  // namespace bulkhead::os
