// The JSON holds what was counted, in an order that does not change. Its form is checked against the schema by
// tests/drill/report_schema_test.py.

#include "drill/report/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "drill/report/sample_for_test.h"

namespace bulkhead::drill {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(const DrillResult& result) { return Json::parse(report_json(result)); }

TEST(ReportJsonTest, counts_are_those_of_the_tally) {
  const DrillResult result = sample_result();
  const Json json = parsed(result);
  const Ends all = result.arms[2].tally.all().ends;
  const Json& tasks = json["arms"][2]["tasks"];
  EXPECT_EQ(tasks["begun"], all.begun());
  EXPECT_EQ(tasks["finished"], all.finished);
  EXPECT_EQ(tasks["wrongly_refused"], all.refused + all.late);
  std::uint64_t finished = 0;
  for (const Json& row : json["arms"][2]["services_and_groups"])
    finished += row["finished"].get<std::uint64_t>();
  EXPECT_EQ(finished, all.finished);
  finished = 0;
  for (const Json& row : json["arms"][2]["seconds"])
    for (const Json& second : row["finished"]) finished += second.get<std::uint64_t>();
  EXPECT_EQ(finished, all.finished);
}

TEST(ReportJsonTest, the_same_result_is_the_same_text) {
  EXPECT_EQ(report_json(sample_result()), report_json(sample_result()));
}

TEST(ReportJsonTest, a_closure_counts_what_was_finished_in_it) {
  const Json json = parsed(sample_result());
  EXPECT_TRUE(json["arms"][0]["closure"].is_null());
  for (const Json& row : json["arms"][1]["closure"]["finished"])
    EXPECT_EQ(row["finished"].get<int>() > 0, row["service"] == "tax-filing") << row;
}

TEST(ReportJsonTest, what_no_part_does_yet_is_null_and_a_page_that_never_came_took_no_time) {
  DrillResult result = sample_result();
  result.arms[0].to_act = Milliseconds(4'200);
  result.arms[0].tally = {};
  const Json json = parsed(result);
  EXPECT_TRUE(json["arms"][0]["to_notice_ms"].is_null());
  EXPECT_EQ(json["arms"][0]["to_act_ms"], 4'200);
  EXPECT_TRUE(json["arms"][0]["tasks"]["page_ms_p50"].is_null());
}

TEST(ReportJsonTest, an_arm_not_played_says_why_and_nothing_else) {
  const Json json = parsed(sample_result());
  EXPECT_EQ(json["arms"][4].size(), 3u);
  EXPECT_EQ(json["arms"][4]["not_played"], "HAProxy is not installed");
}

TEST(ReportJsonTest, any_seed_survives) {
  DrillResult result;
  result.seed = ~std::uint64_t{0};
  EXPECT_EQ(parsed(result)["seed"], "18446744073709551615");
}

TEST(ReportJsonTest, takes_any_bytes) {
  const std::string text = report_json(hostile_result());
  EXPECT_TRUE(is_utf8(text));
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_TRUE(Json::accept(text));
}

}  // namespace
}  // namespace bulkhead::drill
