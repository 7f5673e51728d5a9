// How far two plays are apart, for the promise that the same seed gives the same day.

#include "drill/report/compare.h"

#include <gtest/gtest.h>

#include "drill/report/sample_for_test.h"

namespace bulkhead::drill {
namespace {

DrillResult finished(std::uint32_t portal, std::uint32_t courts) {
  DrillResult result;
  ArmResult& arm = result.arms.emplace_back();
  arm.name = "nothing";
  TaskResult task;
  task.task.service = "portal";
  for (std::uint32_t i = 0; i < portal; ++i) arm.tally.add("home", Milliseconds(0), Milliseconds(0), task);
  task.task.service = "court-records";
  for (std::uint32_t i = 0; i < courts; ++i) arm.tally.add("home", Milliseconds(0), Milliseconds(0), task);
  return result;
}

TEST(CompareTest, the_same_drill_does_not_differ) {
  EXPECT_EQ(largest_difference(compare(sample_result(), sample_result())), 0);
}

TEST(CompareTest, a_difference_is_a_share_of_the_larger_and_has_no_direction) {
  EXPECT_DOUBLE_EQ(largest_difference(compare(finished(99, 0), finished(100, 0))), 0.01);
  EXPECT_DOUBLE_EQ(largest_difference(compare(finished(100, 0), finished(99, 0))), 0.01);
}

TEST(CompareTest, a_service_of_one_drill_only_differs_wholly) {
  const auto differences = compare(finished(10, 0), finished(10, 3));
  ASSERT_EQ(differences.size(), 2u);
  EXPECT_EQ(differences[0].service, "court-records");
  EXPECT_EQ(differences[0].relative(), 1);
  EXPECT_EQ(differences[1].relative(), 0);
}

TEST(CompareTest, arms_not_played_in_both_are_not_compared) {
  DrillResult other = finished(10, 0);
  other.arms[0].not_played = "no time";
  EXPECT_TRUE(compare(finished(10, 0), other).empty());
  EXPECT_TRUE(compare(finished(10, 0), DrillResult()).empty());
  EXPECT_EQ(largest_difference({}), 0);
}

}  // namespace
}  // namespace bulkhead::drill
