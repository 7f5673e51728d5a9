// A quantile must never be lower than the true one, nor more than 1/32 higher; shown against sorted values.

#include "drill/load/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace bulkhead::load {
namespace {

std::uint64_t truth(std::vector<std::uint64_t> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1];
}

TEST(Histogram, EmptyIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.quantile(0.99), 0u);
  EXPECT_EQ(histogram.max(), 0u);
}

TEST(Histogram, OneValueIsEveryQuantile) {
  for (const std::uint64_t value : {0ull, 1ull, 63ull, 64ull, 65ull, 127ull, 128ull, 1'000'003ull}) {
    Histogram histogram;
    histogram.add(value);
    for (const double share : {0.001, 0.5, 0.99, 1.0}) EXPECT_EQ(histogram.quantile(share), value);
  }
}

TEST(Histogram, SmallValuesAreExact) {
  Histogram histogram;
  for (std::uint64_t value = 0; value < 64; ++value) histogram.add(value);
  EXPECT_EQ(histogram.quantile(0.5), 31u);
  EXPECT_EQ(histogram.quantile(1.0), 63u);
}

TEST(Histogram, QuantilesAreNearAndNeverTooLow) {
  std::vector<std::uint64_t> values;
  Histogram histogram;
  std::uint64_t state = 7;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6'364'136'223'846'793'005ull + 1'442'695'040'888'963'407ull;
    values.push_back((state >> 32) >> (state >> 8) % 28);  // all magnitudes
    histogram.add(values.back());
  }
  for (const double share : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const std::uint64_t exact = truth(values, share);
    EXPECT_GE(histogram.quantile(share), exact) << share;
    EXPECT_LE(histogram.quantile(share), exact + exact / 32 + 1) << share;
  }
  EXPECT_EQ(histogram.max(), *std::ranges::max_element(values));
}

TEST(Histogram, AtTheMaximumAndBeyond) {
  Histogram histogram;
  histogram.add(Histogram::kMicrosecondsMax);
  EXPECT_EQ(histogram.max(), Histogram::kMicrosecondsMax);
  histogram.add(Histogram::kMicrosecondsMax + 1);
  histogram.add(~0ull);
  EXPECT_EQ(histogram.count(), 3u);
  EXPECT_EQ(histogram.quantile(1.0), Histogram::kMicrosecondsMax);
}

}  // namespace
}  // namespace bulkhead::load
