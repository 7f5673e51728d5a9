// Deadlines hang on the boot clock of one boot. A daemon that was dead changes nothing, a reboot carries over what is
// left, and no clock that somebody sets ends anything.

#include <gtest/gtest.h>

#include "control/orders/carry_over.h"
#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void close_for(World& world, Milliseconds lasts) {
  OrderRequest close = request("court", Level::kClosed, lasts);
  close.then = std::vector<posture::Stage>{};
  ASSERT_TRUE(world.book->place(kAna, close).has_value());
}

Milliseconds left(const World& world) {
  const auto& order = world.book->in_force()[0];
  return *order.until - world.clock.boot_now();
}

TEST(RebootTest, ADeadDaemonDoesNotStopTheClock) {
  World world;
  close_for(world, hours(3));
  world.stop();
  world.clock.advance(hours(2));
  world.start();
  EXPECT_EQ(left(world), hours(1));
  world.stop();
  world.clock.advance(hours(2));
  world.start();
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_TRUE(world.book->in_force().empty());
}

TEST(RebootTest, SettingTheClockEndsNothing) {
  World world;
  close_for(world, hours(1));
  world.clock.step_real(hours(2));
  world.pass(seconds(1));
  EXPECT_EQ(world.level("court"), Level::kClosed);
  world.restart();
  EXPECT_EQ(world.level("court"), Level::kClosed);
  world.clock.step_real(-hours(4));
  world.pass(seconds(1));
  EXPECT_EQ(left(world), hours(1) - seconds(2));
}

struct RebootCase {
  const char* says;
  bool trusted_before;
  bool trusted_after;
  Milliseconds off;
  Milliseconds step;  ///< Of the real clock, while off.
  Milliseconds left;  ///< Of three hours.
};

TEST(RebootTest, WhatCountsAsHavingBeenOff) {
  const RebootCase cases[] = {
      {"trusted at both ends: it counts", true, true, hours(1), {}, hours(2)},
      {"not trusted before: it does not", false, true, hours(1), {}, hours(3)},
      {"not trusted after: it does not", true, false, hours(1), {}, hours(3)},
      {"run backwards: it does not", true, true, minutes(10), -hours(1), hours(3)},
      {"set ahead and not trusted: nothing opens", true, false, minutes(1), hours(20), hours(3)},
  };
  for (const RebootCase& one : cases) {
    World world;
    world.clock.set_trusted(one.trusted_before);
    close_for(world, hours(3));
    world.stop();
    world.clock.reboot(one.off);
    world.clock.step_real(one.step);
    world.clock.set_trusted(one.trusted_after);
    const Milliseconds up = world.clock.boot_now().time_since_epoch();
    world.start();
    EXPECT_EQ(left(world) + up, one.left) << one.says;
    EXPECT_EQ(world.level("court"), Level::kClosed) << one.says;
    EXPECT_EQ(*world.book->in_force()[0].until_real, world.clock.real_now() + left(world)) << one.says;
  }
}

TEST(RebootTest, TimeBeforeTheLastHeartbeatIsCounted) {
  World world;
  close_for(world, hours(3));
  for (int i = 0; i < 120; ++i) world.pass(minutes(1));
  world.clock.set_trusted(false);
  world.reboot(hours(5));
  EXPECT_LE(left(world), hours(1) + OrderBook::kHeartbeatEvery);
  EXPECT_GE(left(world), hours(1) - minutes(1));
  EXPECT_EQ(world.book->history({.limit = 1})->front().action, "reboot");
}

TEST(RebootTest, TwoRebootsInARow) {
  World world;
  close_for(world, hours(3));
  world.reboot(minutes(30));
  world.reboot(minutes(30));
  EXPECT_EQ(left(world) + world.clock.boot_now().time_since_epoch(), hours(2));
  EXPECT_EQ(world.store->in_force()->front().boot_id, world.clock.boot_id());
}

TEST(RebootTest, ARebootEndsProposals) {
  World world;
  const auto proposed = world.book->place(kAna, request("all", Level::kClosed));
  world.reboot(minutes(1));
  EXPECT_TRUE(world.book->proposals().empty());
  EXPECT_FALSE(
      world.book->approve(kBesa, proposed->proposal->id, proposed->proposal->digest, "").has_value());
}

// A system that does not tell its boots apart must not lose time either way that opens.
TEST(RebootTest, WithoutABootIdNothingIsCounted) {
  posture::Order order;
  order.from = BootTime(hours(10));
  order.until = order.from + hours(1);
  const Heartbeat then{"", BootTime(hours(10)), RealTime(hours(100)), true};
  const Heartbeat now{"", BootTime(hours(300)), RealTime(hours(400)), true};
  const posture::Order carried = carried_over({order, ""}, {&then, 1}, now);
  EXPECT_EQ(*carried.until - now.boot, hours(1));
}

}  // namespace
}  // namespace bulkhead::control
