// A rate is kept exactly, in every second and for any rate; the times never step back; a seed always gives the same ones.

#include "drill/load/schedule.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

namespace bulkhead::load {
namespace {

constexpr MonoTime kStart{std::chrono::hours{3}};

TEST(Schedule, EverySecondHasItsRequests) {
  for (const std::uint64_t rps : {1ull, 3ull, 999ull, 5'000ull, 1'000'000ull}) {
    Schedule schedule(rps, 1, kStart);
    for (int second = 0; second < 3; ++second) {
      MonoTime last = kStart + std::chrono::seconds{second};
      for (std::uint64_t i = 0; i < rps; ++i) {
        ASSERT_GE(schedule.due(), last) << rps;
        last = schedule.due();
        schedule.take();
      }
      ASSERT_LT(last, kStart + std::chrono::seconds{second + 1}) << rps;
    }
    EXPECT_EQ(schedule.index(), 3 * rps);
    EXPECT_EQ(schedule.due_before(kStart + std::chrono::seconds{3}), 3 * rps);
  }
}

TEST(Schedule, TheSeedDecides) {
  Schedule one(1'000, 7, kStart);
  Schedule same(1'000, 7, kStart);
  Schedule other(1'000, 8, kStart);
  bool differs = false;
  for (int i = 0; i < 100; ++i, one.take(), same.take(), other.take()) {
    ASSERT_EQ(one.due(), same.due());
    differs = differs || one.due() != other.due();
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace bulkhead::load
