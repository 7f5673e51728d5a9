// Waits stay near the interval, cover its whole band, and a first probe is never far away.

#include "control/health/pace.h"

#include <gtest/gtest.h>

namespace bulkhead::control::health {
namespace {

TEST(Pace, StaysWithinATenth) {
  for (std::uint64_t random = 0; random < 5'000; ++random) {
    const Milliseconds wait = next_wait(Milliseconds(5'000), random * 0x9e3779b97f4a7c15u);
    EXPECT_GE(wait, Milliseconds(4'500));
    EXPECT_LE(wait, Milliseconds(5'500));
  }
  EXPECT_EQ(next_wait(Milliseconds(5'000), 0), Milliseconds(4'500));
  EXPECT_EQ(next_wait(Milliseconds(5'000), 1'000), Milliseconds(5'500));
  EXPECT_EQ(next_wait(Milliseconds(1), 7), Milliseconds(1));
}

TEST(Pace, BeginsSoon) {
  EXPECT_EQ(first_wait(Milliseconds(0), 7), Milliseconds(0));
  EXPECT_LT(first_wait(Milliseconds(200), UINT64_MAX), Milliseconds(200));
  EXPECT_LT(first_wait(std::chrono::hours(1), UINT64_MAX), kFirstWaitMax);
}

}  // namespace
}  // namespace bulkhead::control::health
