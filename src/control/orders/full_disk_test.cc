// On a full disk a door can still be shut and none can be opened; once there is room, all of it is on record.

#include <gtest/gtest.h>

#include "control/orders/world_for_test.h"
#include "os/mapped_file.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(FullDiskTest, TighteningGoesToTheReserveAndLooseningIsRefused) {
  World world;
  const auto before = world.book->place(kAna, request("portal", Level::kClosed));
  ASSERT_TRUE(before.has_value());
  ASSERT_TRUE(world.store->fill_for_test(true));

  const auto closed = world.book->place(kAna, request("court", Level::kClosed, hours(1)));
  ASSERT_TRUE(closed.has_value()) << closed.error().message;
  EXPECT_TRUE(closed->in_reserve);
  EXPECT_EQ(world.level("court"), Level::kClosed);
  EXPECT_EQ(world.workers.orders.size(), 2u);

  const auto opened = world.book->undo(kAna, before->order->id, {.reason = "open"});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::kNoSpace);
  EXPECT_NE(opened.error().message.find("disk is full"), std::string::npos);
  EXPECT_EQ(world.book->place(kAna, request("court", Level::kOpen)).error().code, ErrorCode::kNoSpace);
  EXPECT_EQ(world.book->place(kAna, request("all", Level::kClosed)).error().code, ErrorCode::kNoSpace)
      << "a proposal cannot be kept";
  OrderRequest alone = request("all", Level::kClosed);
  alone.alone = true;
  EXPECT_TRUE(world.book->place(kAna, alone)->in_reserve);
  EXPECT_EQ(world.level("tax-filing"), Level::kClosed);
  EXPECT_EQ(world.book->warnings().size(), 2u);

  ASSERT_TRUE(world.store->fill_for_test(false));
  world.pass(seconds(1));
  EXPECT_TRUE(world.journal->empty());
  EXPECT_TRUE(world.book->warnings().empty());
  EXPECT_EQ(world.store->in_force()->size(), 3u);
  const auto history = world.book->history({}).value();
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[1].outcome, "placed, taken over from the reserve journal");
  EXPECT_EQ(history[1].person, "ana");
  EXPECT_TRUE(world.book->undo(kAna, closed->order->id, {.reason = "open"}).has_value());
}

TEST(FullDiskTest, TheReserveSurvivesADaemonThatDies) {
  World world;
  ASSERT_TRUE(world.store->fill_for_test(true));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed, hours(1))));
  world.restart();
  EXPECT_EQ(world.level("court"), Level::kClosed);
  EXPECT_TRUE(world.journal->empty()) << "there was room again";
  EXPECT_EQ(world.book->history({})->size(), 1u);
  world.restart();
  EXPECT_EQ(world.book->history({})->size(), 1u) << "replayed once";
}

TEST(FullDiskTest, TheReserveIsCarriedOverAReboot) {
  World world;
  ASSERT_TRUE(world.store->fill_for_test(true));
  world.pass(minutes(30));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed, hours(1))));
  world.reboot(minutes(20));
  const auto left = *world.book->in_force()[0].until - BootTime();
  EXPECT_EQ(left, minutes(40));
}

TEST(FullDiskTest, AnOrderThatIsOverStaysHarmlessUntilItCanBeWritten) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed, minutes(1))));
  ASSERT_TRUE(world.store->fill_for_test(true));
  world.pass(minutes(20));
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_EQ(world.obeyed({"court", "court"}).level, Level::kOpen);
  ASSERT_TRUE(world.store->fill_for_test(false));
  world.pass(seconds(1));
  EXPECT_TRUE(world.book->in_force().empty());
}

TEST(FullDiskTest, AFullReserveIsSaid) {
  World world;
  ASSERT_TRUE(world.store->fill_for_test(true));
  OrderRequest close = request("court", Level::kClosed);
  close.reason.assign(posture::Order::kReasonBytesMax, 'r');
  Result<Outcome> outcome = world.book->place(kAna, close);
  for (int i = 0; outcome && i < 1'000; ++i) outcome = world.book->place(kAna, close);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kLimit);
  EXPECT_NE(outcome.error().message.find("reserve journal is full"), std::string::npos);
  ASSERT_TRUE(world.store->fill_for_test(false));
  EXPECT_TRUE(world.book->place(kAna, close).has_value());
  EXPECT_TRUE(world.journal->empty());
}

TEST(FullDiskTest, DamageInTheReserveIsSaidAndOnRecord) {
  World world;
  ASSERT_TRUE(world.store->fill_for_test(true));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed)));
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kClosed)));
  world.stop();
  {
    auto file = os::MappedFile::open_readwrite((world.folder.path() / "direct.journal").string()).value();
    file.writable_bytes()[64 + 60] ^= std::byte{1};
  }
  world.start();
  EXPECT_EQ(world.level("portal"), Level::kClosed);
  EXPECT_EQ(world.level("court"), Level::kOpen);
  ASSERT_EQ(world.book->warnings().size(), 1u);
  EXPECT_NE(world.book->warnings()[0].find("was damaged"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(world.folder.path() / "direct.journal.damaged"));
  EXPECT_EQ(world.book->history({})->front().action, "replay");
}

// Whoever could not read the orders on record may have meant to tighten and have named a narrower scope.
TEST(FullDiskTest, AnOrderOfTheReserveDoesNotLoosenWhenItIsReplayed) {
  World world;
  const auto wider = world.book->place(kAna, request("compartment:identity", Level::kClosed, hours(1)));
  ASSERT_TRUE(wider.has_value() && wider->order);
  auto guard = order_of(request("sign-on", Level::kGuarded), "ana", Id::from_words(~0ull, 1),
                        world.clock.boot_now(), world.clock.real_now())
                   .value();
  const Heartbeat taken{world.clock.boot_id(), world.clock.boot_now(), world.clock.real_now(), true};
  ASSERT_TRUE(world.journal->append({guard, taken}));
  world.restart();
  EXPECT_EQ(world.level("sign-on"), Level::kClosed);
  world.restart();
  EXPECT_EQ(world.level("sign-on"), Level::kClosed);
  ASSERT_TRUE(world.book->undo(kAna, guard.id, {.reason = "not meant"}));
  world.pass(hours(2));
  EXPECT_EQ(world.level("sign-on"), Level::kOpen);
}

// The same orders, taken by a book that knew all of them, come back as they were.
TEST(FullDiskTest, WhatTheBookTookItselfIsReplayedAsItWas) {
  World world;
  OrderRequest all = request("all", Level::kClosed, hours(1));
  all.alone = true;
  ASSERT_TRUE(world.book->place(kAna, all));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kOpen)));
  ASSERT_TRUE(world.store->fill_for_test(true));
  const auto guard = world.book->place(kAna, request("court", Level::kGuarded));
  ASSERT_TRUE(guard.has_value() && guard->in_reserve);
  world.restart();
  EXPECT_EQ(world.level("court"), Level::kGuarded);
  EXPECT_EQ(world.level("portal"), Level::kClosed);
}

}  // namespace
}  // namespace bulkhead::control
