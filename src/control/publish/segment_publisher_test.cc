// What must hold: workers are shown what the orders add up to, with their endings, so that they need nobody for them; words
// never keep an order from them; `tighten` only ever tightens; images and orders do not disturb each other.

#include "control/publish/segment_publisher.h"

#include <gtest/gtest.h>

#include "os/temporary_folder_for_test.h"
#include "segment/control_reader.h"

namespace bulkhead::control {
namespace {

using posture::Cause;
using posture::Level;
using posture::Order;
using posture::ScopeKind;

class SegmentPublisherTest : public ::testing::Test {
 protected:
  SegmentPublisher open() {
    auto publisher = SegmentPublisher::open(folder_.path(), clock_, 7);
    EXPECT_TRUE(publisher) << publisher.error().message;
    publisher->set_doors({{0, {"portal", "portal"}}, {3, {"tax", "tax"}}, {4, {"tax-archive", "tax"}}});
    return std::move(*publisher);
  }

  Order order(ScopeKind kind, const char* name, Level level, Cause cause) {
    Order order;
    order.id = Id::make(clock_.real_now(), 7, ++random_);
    order.scope = {kind, name};
    order.level = level;
    order.cause = cause;
    order.author = "ana";
    order.reason = "test";
    order.from = clock_.boot_now();
    order.from_real = clock_.real_now();
    order.drain = Milliseconds(0);
    return order;
  }

  std::optional<segment::DoorStep> door(std::uint16_t slot, BootTime now) {
    return segment::ControlReader::open(folder_.path() + "/control.seg")->cell(slot).at(now);
  }

  os::TemporaryFolderForTest folder_;
  os::SimulatedClock clock_;
  std::uint64_t random_ = 0;
};

TEST_F(SegmentPublisherTest, ShowsWhatOrdersAddUpTo) {
  SegmentPublisher publisher = open();
  Order close = order(ScopeKind::kCompartment, "tax", Level::kClosed, Cause::kMaintenance);
  close.until = close.from + std::chrono::hours(1);
  close.until_real = close.from_real + std::chrono::hours(1);
  close.public_text = {{"en", "Back at noon"}};
  ASSERT_TRUE(publisher.publish(std::span(&close, 1), clock_.boot_now()));
  const BootTime now = clock_.boot_now();
  EXPECT_EQ(door(0, now)->level, Level::kOpen);
  EXPECT_EQ(door(3, now)->level, Level::kClosed);
  EXPECT_EQ(door(4, now)->level, Level::kClosed);
  EXPECT_EQ(door(3, now + std::chrono::hours(1) - std::chrono::seconds(1))->level, Level::kClosed);
  EXPECT_EQ(door(3, now + std::chrono::hours(1))->level, Level::kOpen) << "workers end it by themselves";
  const auto notice =
      segment::ControlReader::open(folder_.path() + "/control.seg")->notice(door(3, now)->notice);
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->order, close.id);
  EXPECT_EQ(notice->texts.at("en"), "Back at noon");
  EXPECT_EQ(notice->until, close.until_real);
}

TEST_F(SegmentPublisherTest, TellsNoTimeThatNobodyPromised) {
  SegmentPublisher publisher = open();
  Order attack = order(ScopeKind::kService, "tax", Level::kClosed, Cause::kAttack);
  attack.until = attack.from + std::chrono::hours(1);
  attack.until_real = attack.from_real + std::chrono::hours(1);
  ASSERT_TRUE(publisher.publish(std::span(&attack, 1), clock_.boot_now()));
  const auto step = door(3, clock_.boot_now() + std::chrono::hours(2));
  EXPECT_EQ(step->level, Level::kClosed) << "not by time alone";
  EXPECT_FALSE(segment::ControlReader::open(folder_.path() + "/control.seg")->notice(step->notice)->until);
}

TEST_F(SegmentPublisherTest, WordsNeverKeepAnOrderFromWorkers) {
  SegmentPublisher publisher = open();
  std::vector<Order> orders;
  std::vector<DoorPlace> doors;
  for (std::uint16_t i = 0; i < 700; ++i) {
    const std::string name = "service-" + std::to_string(i);
    doors.push_back({i, {name, name}});
    orders.push_back(order(ScopeKind::kService, name.c_str(), Level::kClosed, Cause::kLoad));
    for (int language = 0; language < 16; ++language)
      orders.back().public_text["l" + std::to_string(language)] =
          std::string(Order::kPublicTextBytesMax, 'x');
  }
  publisher.set_doors(doors);
  ASSERT_TRUE(publisher.publish(orders, clock_.boot_now()));
  for (std::uint16_t i = 0; i < 700; ++i) ASSERT_EQ(door(i, clock_.boot_now())->level, Level::kClosed);
  EXPECT_NE(door(0, clock_.boot_now())->notice, segment::kStockNotice);
  EXPECT_EQ(door(699, clock_.boot_now())->notice, segment::kStockNotice);
}

TEST_F(SegmentPublisherTest, TightenLeavesTheRestAlone) {
  SegmentPublisher publisher = open();
  const Order compromise = order(ScopeKind::kService, "tax", Level::kClosed, Cause::kCompromise);
  ASSERT_TRUE(publisher.publish(std::span(&compromise, 1), clock_.boot_now()));
  // A process of its own, as `close --direct` is.
  SegmentPublisher direct = open();
  const Order load = order(ScopeKind::kCompartment, "tax", Level::kClosed, Cause::kLoad);
  ASSERT_TRUE(direct.tighten(load, clock_.boot_now()));
  EXPECT_FALSE(door(3, clock_.boot_now())->lanes_served) << "still as strict as compromise asks";
  EXPECT_EQ(door(4, clock_.boot_now())->level, Level::kClosed);
  EXPECT_EQ(door(0, clock_.boot_now())->level, Level::kOpen);
}

// A worker may still use the image of a door that nobody can read any more.
TEST_F(SegmentPublisherTest, ADoorThatIsNotKnownAnyMoreStaysAsItWas) {
  SegmentPublisher before = open();
  const Order close = order(ScopeKind::kService, "tax", Level::kClosed, Cause::kCompromise);
  ASSERT_TRUE(before.publish(std::span(&close, 1), clock_.boot_now()));
  auto publisher = SegmentPublisher::open(folder_.path(), clock_, 7).value();
  publisher.set_doors({{0, {"portal", "portal"}}});
  ASSERT_TRUE(publisher.publish({}, clock_.boot_now()));
  const BootTime now = clock_.boot_now();
  EXPECT_EQ(door(0, now)->level, Level::kOpen);
  EXPECT_EQ(door(3, now)->level, Level::kClosed);
  EXPECT_FALSE(door(3, now)->lanes_served);
  EXPECT_EQ(door(4, now)->level, Level::kOpen);

  Order all = order(ScopeKind::kAll, "", Level::kClosed, Cause::kLoad);
  ASSERT_TRUE(publisher.publish(std::span(&all, 1), now));
  EXPECT_EQ(door(4, now)->level, Level::kClosed) << "what is over everything is over it too";
  ASSERT_TRUE(publisher.publish({}, now));
  EXPECT_EQ(door(4, now)->level, Level::kOpen);
  EXPECT_EQ(door(3, now)->level, Level::kClosed);
  ASSERT_TRUE(publisher.tighten(all, now));
  EXPECT_EQ(door(4, now)->level, Level::kClosed);

  publisher.set_doors({{0, {"portal", "portal"}}, {3, {"tax", "tax"}}});
  ASSERT_TRUE(publisher.publish({}, now));
  EXPECT_EQ(door(3, now)->level, Level::kOpen) << "known again, and no order holds it";
}

TEST_F(SegmentPublisherTest, ImagesAndOrdersDoNotDisturbEachOther) {
  SegmentPublisher publisher = open();
  const Order close = order(ScopeKind::kService, "tax", Level::kClosed, Cause::kLoad);
  ASSERT_TRUE(publisher.publish(std::span(&close, 1), clock_.boot_now()));
  ASSERT_TRUE(publisher.publish_image(4));
  ASSERT_TRUE(publisher.stage_image(5, 2));
  const auto bank = [&] { return segment::ControlReader::open(folder_.path() + "/control.seg")->bank(); };
  EXPECT_EQ(bank().image_version, 4u);
  EXPECT_EQ(bank().staged_version, 5u);
  EXPECT_EQ(bank().staged_slot, 2u);
  EXPECT_EQ(door(3, clock_.boot_now())->level, Level::kClosed);
  // A daemon that died here comes back: the staging is over, the image of all stays.
  SegmentPublisher again = open();
  ASSERT_TRUE(again.publish(std::span(&close, 1), clock_.boot_now()));
  EXPECT_EQ(bank().image_version, 4u);
  EXPECT_EQ(bank().staged_version, 0u);
}

}  // namespace
}  // namespace bulkhead::control
