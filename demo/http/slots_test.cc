// A capacity of slots / delay requests a second, first come first served, whatever the CPU does.

#include "demo/http/slots.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

using std::chrono::milliseconds;
constexpr MonoTime kStart{std::chrono::hours{1}};

TEST(Slots, TakeEachRequestForTheDelay) {
  Slots slots(2, milliseconds{10}, 100);
  EXPECT_EQ(slots.take(kStart), kStart + milliseconds{10});
  EXPECT_EQ(slots.take(kStart), kStart + milliseconds{10});
  EXPECT_EQ(slots.take(kStart), kStart + milliseconds{20});
  EXPECT_EQ(slots.take(kStart + milliseconds{1}), kStart + milliseconds{20});
  EXPECT_EQ(slots.take(kStart + milliseconds{1}), kStart + milliseconds{30});
}

TEST(Slots, ComeFreeAgain) {
  Slots slots(1, milliseconds{10}, 100);
  EXPECT_EQ(slots.take(kStart), kStart + milliseconds{10});
  EXPECT_EQ(slots.take(kStart + milliseconds{500}), kStart + milliseconds{510});
}

TEST(Slots, RefuseBeyondTheLongestQueue) {
  Slots slots(2, milliseconds{10}, 4);
  for (int i = 0; i < 2 + 4; ++i) EXPECT_TRUE(slots.take(kStart)) << i;
  EXPECT_FALSE(slots.take(kStart));
  EXPECT_TRUE(slots.take(kStart + milliseconds{10}));
}

TEST(Slots, HoldTheirRateOverTime) {
  Slots slots(4, milliseconds{20}, 1000);  // 200 requests a second
  int done = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto end = slots.take(kStart);
    ASSERT_TRUE(end);
    done += *end <= kStart + std::chrono::seconds{1} ? 1 : 0;
  }
  EXPECT_EQ(done, 200);
}

}  // namespace
}  // namespace bulkhead::demo
