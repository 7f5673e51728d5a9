// The page stands alone, stays small, takes any text for text, and leaves nothing out that did not go well. How it looks and
// what a screen reader makes of it is tests/browser/report.test.mjs.

#include "drill/report/html.h"

#include <gmock/gmock.h>

#include <array>

#include "base/utf8.h"
#include "drill/report/not_seen.h"
#include "drill/report/sample_for_test.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::size_t count_of(std::string_view page, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = page.find(what); at != std::string_view::npos; at = page.find(what, at + 1)) ++count;
  return count;
}

void expect_whole(const std::string& page) {
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  for (const std::string tag :
       {"table", "tr", "td", "th", "section", "details", "svg", "div", "ul", "ol", "dl", "p"})
    EXPECT_EQ(count_of(page, "<" + tag + ">") + count_of(page, "<" + tag + " "),
              count_of(page, "</" + tag + ">"))
        << tag;
}

TEST(ReportHtmlTest, loads_nothing_and_runs_nothing) {
  for (const DrillResult& result : {sample_result(), hostile_result(), largest_result(), DrillResult()}) {
    const std::string page = report_html(result);
    EXPECT_THAT(page, HasSubstr("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    for (const char* bad :
         {"<script", "<img", "<link", "url(", "@import", "src=\"", "http:", "https:", "<iframe", "<form"})
      EXPECT_EQ(count_of(page, bad), 0u) << bad;
    expect_whole(page);
  }
}

TEST(ReportHtmlTest, any_text_is_text) {
  const std::string page = report_html(hostile_result());
  EXPECT_TRUE(is_utf8(page));
  EXPECT_EQ(count_of(page, "</style>"), 1u);
  EXPECT_EQ(count_of(page, "</title>"), 1u + count_of(page, "<svg class"));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
}

TEST(ReportHtmlTest, the_largest_drill_fits) {
  const std::string page = report_html(largest_result());
  EXPECT_LE(page.size(), kReportBytesMax);
  EXPECT_THAT(page, HasSubstr("more, in the JSON report"));
}

TEST(ReportHtmlTest, begins_with_the_result_in_words) {
  std::string page = report_html(sample_result());
  for (std::size_t at = page.find("&nbsp;"); at != std::string::npos; at = page.find("&nbsp;"))
    page.replace(at, 6, " ");
  EXPECT_THAT(page, HasSubstr("<p class=\"lead\">" + head_sentence(sample_result()) + "</p>"));
  EXPECT_THAT(page, HasSubstr("<p class=\"records\">" + records_sentence(sample_result()) + "</p>"));
}

TEST(ReportHtmlTest, an_undefended_stage_is_never_left_out) {
  const DrillResult result = sample_result();
  std::size_t undefended = 0;
  for (const ArmResult& arm : result.arms)
    for (const AttackOutcome& outcome : arm.attacks)
      if (outcome.verdict == AttackOutcome::Verdict::kNotDefended) ++undefended;
  EXPECT_EQ(count_of(report_html(result), "<strong class=\"undefended\">not defended</strong>"), undefended);
}

TEST(ReportHtmlTest, of_too_many_stages_those_that_went_well_everywhere_are_left_out_first) {
  DrillResult result = sample_result();
  for (ArmResult& arm : result.arms) {
    if (!arm.not_played.empty()) continue;
    arm.attacks.clear();
    AttackOutcome outcome;
    outcome.verdict = AttackOutcome::Verdict::kDefended;
    for (int i = 0; i < 200; ++i)
      outcome.attack = "stage " + std::to_string(i), arm.attacks.push_back(outcome);
    arm.attacks.back().verdict = AttackOutcome::Verdict::kNotDefended;
  }
  const std::string page = report_html(result);
  EXPECT_EQ(count_of(page, "class=\"undefended\">not defended"), 4u);
  EXPECT_THAT(page, HasSubstr("more stages, in the JSON report"));
}

TEST(ReportHtmlTest, says_what_was_not_played_and_what_no_part_does) {
  const std::string page = report_html(sample_result());
  EXPECT_THAT(page, HasSubstr("<li>HAProxy: HAProxy is not installed</li>"));
  EXPECT_THAT(page, HasSubstr("no part does this yet"));
  EXPECT_THAT(page, HasSubstr("D · ModSecurity: the drill itself had trouble, 1 time."));
}

TEST(ReportHtmlTest, ends_with_what_was_not_seen) {
  for (const DrillResult& result : {sample_result(), DrillResult()}) {
    const std::string page = report_html(result);
    EXPECT_EQ(page.find("<section", page.find("<section id=\"not-seen\"") + 1), std::string::npos);
    EXPECT_EQ(count_of(page.substr(page.find("<section id=\"not-seen\"")), "<li>"), not_seen().size());
  }
}

TEST(ReportHtmlTest, an_arm_without_tasks_and_a_day_without_an_attack_have_a_page) {
  DrillResult result = sample_result();
  for (Phase& phase : result.scenario.phases) phase.attacks.clear();
  for (ArmResult& arm : result.arms)
    arm.tally = {}, arm.attacks.clear(), arm.timeline.clear(), arm.closure.reset(), arm.persons_out = 0;
  const std::string page = report_html(result);
  expect_whole(page);
  EXPECT_THAT(page, HasSubstr("Through Bulkhead no task was begun; with nothing in front no task was begun"));
  EXPECT_THAT(page, HasSubstr("this was a day without an attack"));
  EXPECT_THAT(page, HasSubstr("nobody came"));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
}

TEST(ReportHtmlTest, every_picture_has_a_name_and_its_numbers) {
  const std::string page = report_html(sample_result());
  EXPECT_EQ(count_of(page, "role=\"img\"><title>"), count_of(page, "role=\"img\""));
  EXPECT_THAT(page, Not(HasSubstr("<title></title>")));
  EXPECT_EQ(count_of(page, "<summary>The numbers of th"), 3u);
}

}  // namespace
}  // namespace bulkhead::drill
