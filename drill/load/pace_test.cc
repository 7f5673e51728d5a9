// What must hold: whoever sends, in no second more than was agreed is sent, what was agreed can be sent, and nothing after the
// end.

#include "drill/load/pace.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace bulkhead::load {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr MonoTime kBegins{seconds(1'000)};

TEST(Pace, SendsInNoSecondMoreThanWasAgreed) {
  for (const std::uint32_t per_s : {1u, 7u, 10u, 100u, 1'000u}) {
    Pace pace(per_s, MonoTime::max());
    std::vector<MonoTime> sent;
    for (MonoTime now = kBegins; now < kBegins + seconds(20); now += microseconds(200))
      if (pace.take(now)) sent.push_back(now);
    ASSERT_FALSE(sent.empty());
    for (std::size_t i = per_s; i < sent.size(); ++i)
      ASSERT_GE(sent[i] - sent[i - per_s], seconds(1))
          << per_s << " requests/s, from the " << i - per_s << "th";
    EXPECT_GE(sent.size(), 20 * per_s * 8 / 10) << per_s << " requests/s can nearly be sent";
  }
}

TEST(Pace, HoldsForAllThreadsTogether) {
  Pace pace(1'000, MonoTime::max());
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 1'000; ++k) taken += pace.take(kBegins) ? 1 : 0;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 100) << "a tenth of a second's requests at once, and no more";
}

TEST(Pace, TakesOtherTerms) {
  Pace pace(1'000, MonoTime::max());
  EXPECT_TRUE(pace.take(kBegins));
  pace.set(10, kBegins + seconds(2));
  int taken = 0;
  for (MonoTime now = kBegins + seconds(1); now < kBegins + seconds(4); now += microseconds(200))
    taken += pace.take(now) ? 1 : 0;
  EXPECT_LE(taken, 10);
  EXPECT_GE(taken, 9);
}

TEST(Pace, SendsNothingAfterItsEnd) {
  Pace pace(1'000, kBegins + seconds(1));
  EXPECT_TRUE(pace.take(kBegins));
  EXPECT_FALSE(pace.is_over(kBegins));
  EXPECT_FALSE(pace.take(kBegins + seconds(1)));
  EXPECT_TRUE(pace.is_over(kBegins + seconds(1)));
}

}  // namespace
}  // namespace bulkhead::load
