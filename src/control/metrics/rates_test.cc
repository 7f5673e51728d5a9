// A rate is what happened between the oldest and the newest of the last samples; a counter that begins anew makes neither a
// negative rate nor a peak.

#include "control/metrics/rates.h"

#include <vector>

#include <gtest/gtest.h>

namespace bulkhead::control::metrics {
namespace {

struct Case {
  const char* what;
  std::vector<std::pair<int, std::uint64_t>> samples;  // second, count
  std::optional<double> rate;
};

TEST(Rate, FollowsTheCounter) {
  const Case cases[] = {
      {"nothing", {}, std::nullopt},
      {"one sample", {{1, 100}}, std::nullopt},
      {"two", {{1, 100}, {2, 110}}, 10.0},
      {"standing still", {{1, 100}, {2, 100}, {3, 100}}, 0.0},
      {"uneven times", {{1, 0}, {5, 100}}, 25.0},
      {"only the last six", {{1, 0}, {2, 1000}, {3, 1010}, {4, 1020}, {5, 1030}, {6, 1040}, {7, 1050}}, 10.0},
      {"begins anew", {{1, 1000}, {2, 2000}, {3, 5}}, std::nullopt},
      {"and goes on", {{1, 1000}, {2, 2000}, {3, 5}, {4, 9}}, 4.0},
      {"the same moment twice", {{1, 0}, {1, 50}, {2, 10}}, 10.0},
      {"a moment before", {{2, 0}, {1, 50}, {3, 10}}, 10.0},
      {"at the end of counting", {{1, UINT64_MAX - 1}, {2, UINT64_MAX}}, 1.0},
  };
  for (const Case& c : cases) {
    Rate rate;
    for (const auto& [second, count] : c.samples) rate.sample(count, MonoTime(std::chrono::seconds(second)));
    EXPECT_EQ(rate.per_second(), c.rate) << c.what;
  }
}

}  // namespace
}  // namespace bulkhead::control::metrics
