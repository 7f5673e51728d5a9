// "Since" is when the door became what it is, whichever order keeps it so now; a new daemon says the same.

#include <gtest/gtest.h>

#include <algorithm>

#include "control/orders/door_past.h"
#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<RealTime> since(const World& world, std::string_view service) {
  return world.book->door(service).value().since_real;
}

posture::Order placed(World& world, const OrderRequest& request) {
  return world.book->place(kAna, request).value().order.value();
}

/// What the door page of the service says.
RealTime on_the_door(const World& world, std::string_view service) {
  const Id order = world.door(service).order;
  return std::ranges::find(world.workers.orders, order, &posture::Order::id)->from_real;
}

TEST(Since, TheDrainIsPartOfBeingClosed) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  OrderRequest close = request("court", Level::kClosed);
  close.drain = minutes(10);
  placed(world, close);
  world.pass(minutes(5));
  EXPECT_EQ(since(world, "court"), closed_at);
  world.pass(minutes(20));
  EXPECT_EQ(since(world, "court"), closed_at);
  world.restart();
  EXPECT_EQ(since(world, "court"), closed_at);
}

TEST(Since, ADrainSaysWhenItEnds) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  const auto drains_until = [&] { return world.book->door("court").value().drains_until_real; };
  EXPECT_EQ(drains_until(), std::nullopt);
  OrderRequest close = request("court", Level::kClosed);
  close.drain = minutes(10);
  placed(world, close);
  world.pass(minutes(4));
  EXPECT_EQ(drains_until(), closed_at + minutes(10));
  world.clock.step_real(Milliseconds(1));
  EXPECT_EQ(drains_until(), closed_at + minutes(10)) << "asked twice, answered the same";
  world.clock.step_real(Milliseconds(-1));
  world.restart();
  EXPECT_EQ(drains_until(), closed_at + minutes(10));
  // A wider order that cuts people off before.
  close.scope = posture::parse_scope("compartment:court").value();
  close.drain = minutes(1);
  placed(world, close);
  EXPECT_EQ(drains_until(), closed_at + minutes(5));
  world.pass(minutes(1));
  EXPECT_EQ(drains_until(), std::nullopt);
  EXPECT_EQ(world.door("court").level, Level::kClosed);
}

TEST(Since, ASecondCloseDoesNotMoveIt) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  const auto first = placed(world, request("court", Level::kClosed));
  world.pass(minutes(5));
  const auto second = placed(world, request("court", Level::kClosed, hours(2)));
  EXPECT_EQ(since(world, "court"), closed_at);
  EXPECT_EQ(on_the_door(world, "court"), closed_at);
  EXPECT_EQ(second.from_real, closed_at + minutes(5));
  // The first is over, and a new daemon has it from the orders that are.
  ASSERT_TRUE(world.book->undo(kAna, first.id, {.reason = "the second holds"}));
  EXPECT_EQ(since(world, "court"), closed_at);
  world.pass(minutes(1));
  world.restart();
  EXPECT_EQ(since(world, "court"), closed_at);
  EXPECT_EQ(on_the_door(world, "court"), closed_at);
  world.reboot(minutes(3));
  EXPECT_EQ(since(world, "court"), closed_at);
}

TEST(Since, AnotherLevelMovesIt) {
  World world;
  placed(world, request("court", Level::kGuarded));
  world.pass(minutes(5));
  const RealTime closed_at = world.clock.real_now();
  const auto close = placed(world, request("court", Level::kClosed));
  EXPECT_EQ(since(world, "court"), closed_at);
  world.pass(minutes(5));
  const RealTime guarded_again = world.clock.real_now();
  ASSERT_TRUE(world.book->undo(kAna, close.id, {.reason = "it was nothing"}));
  EXPECT_EQ(since(world, "court"), guarded_again);
  world.pass(minutes(5));
  world.restart();
  EXPECT_EQ(since(world, "court"), guarded_again);
}

TEST(Since, ClosedAgainAfterItWasOpenIsANewClosing) {
  World world;
  placed(world, request("court", Level::kClosed));
  world.pass(minutes(5));
  placed(world, request("court", Level::kGuarded));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kOpen)));
  EXPECT_EQ(since(world, "court"), std::nullopt);
  world.pass(minutes(5));
  const RealTime closed_at = world.clock.real_now();
  placed(world, request("court", Level::kClosed));
  world.pass(minutes(5));
  EXPECT_EQ(since(world, "court"), closed_at);
  world.restart();
  EXPECT_EQ(since(world, "court"), closed_at);
}

TEST(Since, TheStagesOfAReopeningAreOneState) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  placed(world, request("court", Level::kClosed, minutes(10)));
  // Before and after tick() has seen the step.
  world.clock.advance(minutes(12));
  EXPECT_EQ(since(world, "court"), closed_at + minutes(10));
  static_cast<void>(world.book->tick());
  EXPECT_EQ(since(world, "court"), closed_at + minutes(10));
  world.pass(minutes(5));
  EXPECT_EQ(since(world, "court"), closed_at + minutes(10));
  world.restart();
  EXPECT_EQ(since(world, "court"), closed_at + minutes(10));
}

TEST(Since, AWiderClosingTakesUpWhereTheNarrowOneEnds) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  const auto narrow = placed(world, request("sign-on", Level::kClosed));
  world.pass(minutes(5));
  placed(world, request("compartment:identity", Level::kClosed, minutes(30)));
  ASSERT_TRUE(world.book->undo(kAna, narrow.id, {.reason = "the wide one holds"}));
  EXPECT_EQ(since(world, "sign-on"), closed_at);
  EXPECT_EQ(since(world, "registry"), closed_at + minutes(5));
  // One order has one door page: where its doors differ, never later than the order.
  EXPECT_EQ(on_the_door(world, "registry"), closed_at + minutes(5));
  world.restart();
  EXPECT_EQ(since(world, "sign-on"), closed_at);
  EXPECT_EQ(since(world, "registry"), closed_at + minutes(5));
}

TEST(Since, SessionsOfBeforeTheFirstClosingMayStillFinish) {
  World world;
  const RealTime closed_at = world.clock.real_now();
  const auto first = placed(world, request("court", Level::kClosed, minutes(6)));
  world.pass(minutes(5));
  OrderRequest gently = request("court", Level::kClosed);
  gently.drain = minutes(10);
  placed(world, gently);
  EXPECT_FALSE(world.door("court").draining) << "shut already: nobody is let in again";
  ASSERT_TRUE(world.book->undo(kAna, first.id, {.reason = "the second holds"}));
  EXPECT_TRUE(world.door("court").drain_sessions);
  EXPECT_EQ(on_the_door(world, "court"), closed_at);
}

TEST(Since, AClockThatWasSetBreaksNothing) {
  World world;
  placed(world, request("court", Level::kClosed));
  world.clock.step_real(-hours(5));
  world.restart();
  EXPECT_TRUE(since(world, "court"));
  EXPECT_EQ(world.level("court"), Level::kClosed);
}

TEST(DoorPast, KnowsAtMostSoManyChanges) {
  std::vector<EndedOrder> ended(600);
  const RealTime start{Milliseconds(1'784'246'400'000)};
  for (std::size_t i = 0; i < ended.size(); ++i) {
    ended[i].order.level = Level::kClosed;
    ended[i].order.from_real = start + hours(static_cast<int>(i));
    ended[i].ended_at = ended[i].order.from_real + minutes(1);
  }
  const DoorPast past({}, ended, {"court", "court"}, start + hours(10'000));
  ASSERT_EQ(past.changes().size(), DoorPast::kChangesMax);
  EXPECT_EQ(past.changes().front(), start + hours(599) + minutes(1));
  EXPECT_EQ(past.before(past.changes().front()).level, Level::kClosed);
  EXPECT_EQ(past.before(start + hours(599)).level, Level::kOpen);
}

}  // namespace
}  // namespace bulkhead::control
