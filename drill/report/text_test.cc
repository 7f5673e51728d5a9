// The table of the terminal: all arms side by side in 100 columns, whatever things are called.

#include "drill/report/text.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "base/utf8.h"
#include "drill/report/golden_for_test.h"
#include "drill/report/sample_for_test.h"

namespace bulkhead::drill {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t columns = 0;
    for (std::string_view left = line; !left.empty(); ++columns)
      left.remove_prefix(first_code_point(left).bytes);
    widest = std::max(widest, columns);
  }
  return widest;
}

TEST(TextTest, sample_is_as_it_was) { expect_golden("sample.txt", report_text(sample_result())); }

TEST(TextTest, no_line_is_longer_than_the_terminal) {
  for (const DrillResult& result : {sample_result(), largest_result(), hostile_result(), DrillResult()})
    EXPECT_LE(widest_line(report_text(result)), 100u);
}

TEST(TextTest, nothing_commands_the_terminal) {
  const std::string text = report_text(hostile_result());
  EXPECT_TRUE(is_utf8(text));
  EXPECT_TRUE(
      std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }));
}

TEST(TextTest, more_arms_than_fit_stand_below_each_other) {
  DrillResult result = sample_result();
  result.arms.pop_back();
  for (int i = 0; i < 3; ++i)
    result.arms.push_back(result.arms[0]), result.arms.back().title = "arm " + std::to_string(i);
  const std::string text = report_text(result);
  EXPECT_LE(widest_line(text), 100u);
  EXPECT_THAT(text, HasSubstr("arm 2"));
  EXPECT_NE(text.find("Everybody"), text.rfind("Everybody"));
}

TEST(TextTest, an_undefended_stage_and_an_absent_arm_are_never_left_out) {
  const std::string text = report_text(sample_result());
  EXPECT_THAT(text, HasSubstr("not defended"));
  EXPECT_THAT(text, HasSubstr("not played: HAProxy: HAProxy is not installed"));
}

TEST(TextTest, a_stage_that_no_arm_speaks_of_was_not_played) {
  DrillResult result = sample_result();
  for (ArmResult& arm : result.arms) arm.attacks.clear();
  const std::string text = report_text(result);
  EXPECT_THAT(text, ContainsRegex("flood: probing +not played +not played"));
  EXPECT_THAT(text, Not(HasSubstr("not defended")));
}

TEST(TextTest, a_drill_of_nothing_says_so) {
  const std::string text = report_text(DrillResult());
  EXPECT_THAT(text, HasSubstr("No arm of this drill was played."));
  EXPECT_THAT(text, Not(HasSubstr("Everybody")));
}

}  // namespace
}  // namespace bulkhead::drill
