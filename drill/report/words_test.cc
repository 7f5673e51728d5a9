// Whoever reads one number only must not be told more than it says: no rounding to all or to none, no share of nothing.

#include "drill/report/words.h"

#include <gtest/gtest.h>

#include "drill/report/sample_for_test.h"

namespace bulkhead::drill {
namespace {

TEST(WordsTest, shares_round_neither_to_all_nor_to_none) {
  struct Case {
    std::uint64_t part, whole;
    const char* text;
  };
  for (const auto& [part, whole, text] : std::vector<Case>{{0, 0, "–"},
                                                           {0, 7, "0 %"},
                                                           {7, 7, "100 %"},
                                                           {1, 3, "33.3 %"},
                                                           {1'840, 1'902, "96.7 %"},
                                                           {99'999, 100'000, "> 99.9 %"},
                                                           {1, 100'000, "< 0.1 %"},
                                                           {1, 1'000, "0.1 %"}})
    EXPECT_EQ(share_text(part, whole), text) << part << " of " << whole;
}

TEST(WordsTest, counts_are_grouped) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1'000), "1,000");
  EXPECT_EQ(count_text(12'345'678), "12,345,678");
}

TEST(WordsTest, latencies_have_the_unit_that_fits) {
  load::Histogram pages;
  EXPECT_EQ(latency_text(pages, 0.5), "–");
  pages.add(400);
  EXPECT_EQ(latency_text(pages, 0.5), "0.4 ms");
  pages.add(1'500'000);
  EXPECT_EQ(latency_text(pages, 0.99), "1.5 s");
  load::Histogram slower;
  slower.add(52'000);
  EXPECT_EQ(latency_text(slower, 0.5), "52 ms");
}

TEST(WordsTest, the_clock_starts_with_the_scenario) {
  EXPECT_EQ(clock_text(Milliseconds(0)), "0:00");
  EXPECT_EQ(clock_text(Milliseconds(-5)), "0:00");
  EXPECT_EQ(clock_text(Milliseconds(80'999)), "1:20");
  EXPECT_EQ(clock_text(Milliseconds(3'600'000)), "60:00");
}

DrillResult two_arms() {
  DrillResult result;
  TaskResult task;
  task.task.service = "portal";
  ArmResult nothing;
  nothing.name = "nothing";
  nothing.tally.add("home", Milliseconds(0), Milliseconds(0), task);
  ArmResult ours;
  ours.name = "bulkhead";
  result.arms = {nothing, ours};
  return result;
}

TEST(WordsTest, the_head_begins_with_ours_and_says_of_how_many) {
  DrillResult result = two_arms();
  EXPECT_EQ(head_sentence(result),
            "Through Bulkhead no task was begun; with nothing in front 1 of 1 tasks were finished (100 %).");
  result.arms[1].tally = result.arms[0].tally;
  EXPECT_EQ(head_sentence(result),
            "Through Bulkhead 1 of 1 tasks were finished (100 %); with nothing in front 1 of 1 (100 %).");
  result.arms[1].not_played = "no time";
  EXPECT_EQ(head_sentence(result), "With nothing in front 1 of 1 tasks were finished (100 %).");
  result.arms.clear();
  EXPECT_EQ(head_sentence(result), "No arm of this drill was played.");
}

TEST(WordsTest, an_arm_that_nobody_foresaw_is_called_by_its_title) {
  DrillResult result = two_arms();
  result.arms[0].name = "other";
  result.arms[0].title = "an older gateway";
  EXPECT_THAT(head_sentence(result), testing::HasSubstr("; with an older gateway 1 of 1"));
}

TEST(WordsTest, records_are_spoken_of_only_where_somebody_was_after_them) {
  DrillResult result = two_arms();
  EXPECT_EQ(records_sentence(result), "");
  AttackOutcome harvest;
  harvest.kind = Attack::Kind::kHarvest;
  result.arms[0].attacks = result.arms[1].attacks = {harvest};
  result.arms[0].persons_out = 1'200;
  EXPECT_EQ(records_sentence(result),
            "Through Bulkhead the records of 0 persons got out; with nothing in front those of 1,200.");
}

TEST(WordsTest, what_spoils_a_comparison_is_said) {
  ArmResult arm;
  EXPECT_EQ(caveat(arm), "");
  arm.cut_short = true;
  arm.timeline.push_back({Milliseconds(0), Moment::Kind::kTrouble, "no more sockets"});
  EXPECT_EQ(caveat(arm), "stopped before its end; the drill itself had trouble, 1 time");
}

}  // namespace
}  // namespace bulkhead::drill
