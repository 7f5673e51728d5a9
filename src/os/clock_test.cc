// The system's clocks must run, each from its own beginning, and the simulated ones must do exactly what a
// test says: time passes on all three, setting the clock moves only real time, a reboot begins anew.

#include "os/clock.h"

#include <gtest/gtest.h>

namespace bulkhead::os {
namespace {

using namespace std::chrono_literals;

TEST(SystemClock, NeverRunsBackwards) {
  const SystemClock clock;
  const auto boot = clock.boot_now();
  const auto mono = clock.mono_now();
  EXPECT_GE(clock.boot_now(), boot);
  EXPECT_GE(clock.mono_now(), mono);
  EXPECT_GT(boot.time_since_epoch(), 0ms);
  EXPECT_GT(clock.real_now().time_since_epoch(), std::chrono::years{50});
}

TEST(SystemClock, TheBootIsTheSameWhileTheMachineIsUp) {
  const SystemClock clock;
  EXPECT_EQ(clock.boot_id(), clock.boot_id());
  EXPECT_EQ(clock.boot_id().find('\n'), std::string::npos);
}

TEST(SimulatedClock, StandsStillUntilTold) {
  const SimulatedClock clock;
  EXPECT_EQ(clock.boot_now(), clock.boot_now());
  EXPECT_EQ(clock.real_now(), clock.real_now());
  EXPECT_TRUE(clock.real_time_trusted());
}

TEST(SimulatedClock, TimePassesOnAllThree) {
  SimulatedClock clock;
  const auto boot = clock.boot_now();
  const auto real = clock.real_now();
  const auto mono = clock.mono_now();
  clock.advance(5s);
  EXPECT_EQ(clock.boot_now() - boot, 5s);
  EXPECT_EQ(clock.real_now() - real, 5s);
  EXPECT_EQ(clock.mono_now() - mono, 5s);
}

TEST(SimulatedClock, SettingTheClockMovesOnlyRealTime) {
  SimulatedClock clock;
  const auto boot = clock.boot_now();
  const auto mono = clock.mono_now();
  const auto real = clock.real_now();
  clock.step_real(-2h);
  EXPECT_EQ(clock.real_now() - real, -2h);
  clock.set_real(real);
  EXPECT_EQ(clock.real_now(), real);
  EXPECT_EQ(clock.boot_now(), boot);
  EXPECT_EQ(clock.mono_now(), mono);
}

TEST(SimulatedClock, ARebootBeginsAnew) {
  SimulatedClock clock;
  const auto id = clock.boot_id();
  const auto real = clock.real_now();
  clock.set_trusted(false);
  clock.reboot(3min);
  EXPECT_NE(clock.boot_id(), id);
  EXPECT_EQ(clock.boot_now(), BootTime{});
  EXPECT_EQ(clock.real_now() - real, 3min);
  EXPECT_FALSE(clock.real_time_trusted());
}

}  // namespace
}  // namespace bulkhead::os
