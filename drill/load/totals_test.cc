// The slowest second must be found also when nothing happens in it, and a second that is not over must not count.

#include "drill/load/totals.h"

#include <gtest/gtest.h>

#include <chrono>

namespace bulkhead::load {
namespace {

constexpr MonoTime kStart{std::chrono::hours{1}};
MonoTime after_ms(int ms) { return kStart + Milliseconds{ms}; }

TEST(SecondMinimum, CountsWholeSecondsOnly) {
  SecondMinimum seconds;
  seconds.start(kStart);
  seconds.add(after_ms(0));
  seconds.add(after_ms(999));
  EXPECT_EQ(seconds.minimum(), 0u) << "no second is over";
  seconds.add(after_ms(1'000));
  EXPECT_EQ(seconds.minimum(), 2u);
  seconds.advance(after_ms(2'000));
  EXPECT_EQ(seconds.minimum(), 1u);
}

TEST(SecondMinimum, FindsSecondsWithoutEvents) {
  SecondMinimum seconds;
  seconds.start(kStart);
  seconds.add(after_ms(10));
  seconds.add(after_ms(2'010));
  EXPECT_EQ(seconds.minimum(), 0u);
}

TEST(Totals, JsonTellsTheRate) {
  Totals totals;
  totals.seconds = 2;
  totals.counts.answered_2xx = 9;
  totals.counts.answered_5xx = 1;
  EXPECT_NE(json(totals).find(R"("rps":5.0,)"), std::string::npos) << json(totals);
  EXPECT_EQ(Totals().rps(), 0);
}

}  // namespace
}  // namespace bulkhead::load
