// Charts of half a minute and of half a day have about as many points, of lengths that people count in, and lose no task.

#include "drill/report/series.h"

#include <gmock/gmock.h>

#include <numeric>

#include "drill/report/sample_for_test.h"

namespace bulkhead::drill {
namespace {

DrillResult lasting(std::int64_t seconds) {
  DrillResult result;
  result.scenario.phases = {{"calm", Milliseconds(seconds * 1'000), 1, {}, {}}};
  return result;
}

TEST(SeriesTest, bins_are_few_and_of_round_length) {
  struct Case {
    std::int64_t lasts;
    std::size_t count_max;
    std::uint32_t seconds;
    std::size_t count;
  };
  for (const auto& [lasts, count_max, seconds, count] : std::vector<Case>{{0, 60, 1, 1},
                                                                          {20, 60, 1, 20},
                                                                          {60, 60, 1, 60},
                                                                          {61, 60, 2, 31},
                                                                          {300, 150, 2, 150},
                                                                          {1'800, 60, 30, 60},
                                                                          {100'000, 10, 10'800, 10}}) {
    const DrillResult result = lasting(lasts);
    const Bins bins = bins_for(Subjects(result), count_max);
    EXPECT_EQ(bins.seconds, seconds) << lasts;
    EXPECT_EQ(bins.count, count) << lasts;
  }
}

TEST(SeriesTest, what_ends_after_the_last_phase_is_still_counted) {
  DrillResult result = lasting(10);
  result.arms.emplace_back().tally.add("home", Milliseconds(14'200), Milliseconds(14'200), TaskResult());
  const Subjects subjects(result);
  const Bins bins = bins_for(subjects, 60);
  EXPECT_EQ(bins.count, 15u);
  EXPECT_EQ(finished(result.arms[0].tally, bins).back(), 1u);
}

TEST(SeriesTest, sums_are_those_of_the_tally) {
  const DrillResult result = sample_result();
  const Subjects subjects(result);
  const Tally& tally = result.arms[0].tally;
  for (const std::size_t count_max : std::vector<std::size_t>{1, 7, 60, 1'000}) {
    const auto all = finished(tally, bins_for(subjects, count_max));
    EXPECT_EQ(std::accumulate(all.begin(), all.end(), std::uint64_t{0}), tally.all().ends.finished);
    const auto portal = finished(tally, "portal", bins_for(subjects, count_max));
    EXPECT_EQ(std::accumulate(portal.begin(), portal.end(), std::uint64_t{0}),
              tally.of_service("portal").ends.finished);
  }
  EXPECT_THAT(finished(tally, "nothing of this name", {1, 3}), testing::ElementsAre(0, 0, 0));
}

TEST(SeriesTest, the_top_of_an_axis_is_round) {
  EXPECT_EQ(round_up(0), 1u);
  EXPECT_EQ(round_up(7), 8u);
  EXPECT_EQ(round_up(28), 30u);
  EXPECT_EQ(round_up(100), 100u);
  EXPECT_EQ(round_up(801), 1'000u);
}

}  // namespace
}  // namespace bulkhead::drill
