// A suite's verdict: what is expected of each stage, and which failures are known.

#include "conformance/run.h"

#include <gtest/gtest.h>

#include <deque>
#include <nlohmann/json.hpp>

#include "conformance/expectation.h"
#include "conformance/gateway.h"
#include "conformance/report.h"

namespace bulkhead::conformance {
namespace {

Observed seen() {
  Observed observed;
  observed.status = 200;
  observed.response = "HTTP/1.1 200 OK\r\n\r\nhello";
  observed.log_lines = {"[id \"942100\"] [msg \"injection\"]", "[id \"949110\"]"};
  observed.rule_ids = {942100, 949110};
  return observed;
}

TEST(ExpectationTest, SaysTheFirstDifference) {
  const struct {
    Expectation expected;
    const char* difference;
  } kCases[] = {
      {{}, ""},
      {{.ids = {942100}}, ""},
      {{.ids = {942100, 1, 2}}, "expected 1 2, got status 200 and 942100 949110"},
      {{.no_ids = {1}}, ""},
      {{.no_ids = {1, 949110}}, "expected no 949110, got status 200 and 942100 949110"},
      {{.statuses = {403, 200}}, ""},
      {{.statuses = {403, 400}}, "expected status 403 400, got status 200 and 942100 949110"},
      {{.log_match = "id \"9421\\d\\d\".*inj"}, ""},
      {{.log_match = "100.*949"}, "expected a log line with 100.*949, got status 200 and 942100 949110"},
      {{.log_no_match = "nothing"}, ""},
      {{.log_no_match = "msg"}, "expected no log line with msg, got status 200 and 942100 949110"},
      {{.response_match = "hel+o"}, ""},
      {{.response_match = "bye"}, "expected an answer with bye, got status 200 and 942100 949110"},
      {{.ids = {942100}, .isolated = true}, "expected nothing but 942100, got status 200 and 942100 949110"},
      {{.no_answer = true}, "expected no valid answer, got status 200 and 942100 949110"},
  };
  for (const auto& one : kCases) EXPECT_EQ(difference(one.expected, seen()).value(), one.difference);
  EXPECT_FALSE(difference({.log_match = "("}, seen()));
}

TEST(ExpectationTest, NoAnswerIsAnErrorUnlessItIsExpected) {
  Observed silent;
  silent.answered = false;
  silent.refused = "a body that is not all there";
  EXPECT_EQ(difference({.ids = {1}, .no_answer = true}, silent).value(), "");
  EXPECT_EQ(difference({}, silent).value(),
            "expected an answer, got no answer and nothing (answered before inspection: a body that is not "
            "all there)");
}

TEST(LogIdsTest, FindsIdsHoweverTheyAreQuoted) {
  std::vector<std::uint32_t> ids;
  append_rule_ids(R"(x [id "12"] [id \"34\"] [id "5x"] [id 6] [ref "7"] [id "8)", ids);
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{12, 34}));
}

class Answers final : public Target {
 public:
  explicit Answers(std::deque<Observed> answers) : answers_(std::move(answers)) {}
  Result<Observed> send(std::string_view bytes) override {
    sent.emplace_back(bytes);
    Observed next = answers_.front();
    answers_.pop_front();
    return next;
  }
  std::vector<std::string> sent;

 private:
  std::deque<Observed> answers_;
};

TestCase expecting(const char* name, std::uint32_t rule, std::uint32_t id) {
  TestCase test{.name = name, .rule_id = rule, .number = 1, .file = "f", .stages = {}};
  test.stages.push_back({.input = {}, .expected = {.ids = {id}}});
  return test;
}

TEST(RunTest, TellsKnownFailuresFromOthers) {
  const std::vector<TestCase> tests = {expecting("1-1", 1, 942100), expecting("1-2", 1, 7),
                                       expecting("2-1", 2, 8), expecting("2-2", 2, 949110)};
  const auto deviations = read_deviations(
      "deviations:\n  - {tests: [1-2], kind: deviation, reason: known}\n  - {tests: [2-2], kind: "
      "rules-do-not-fit, reason: gone}",
      "d.yaml");
  ASSERT_TRUE(deviations) << deviations.error().message;
  Answers target({seen(), seen(), seen(), seen()});
  const auto report = run_suite(tests, target, {}, *deviations);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->passed, 2u);
  EXPECT_EQ(report->failed, 2u);
  EXPECT_EQ(report->unlisted(), 1u);
  EXPECT_FALSE(report->as_expected());
  EXPECT_EQ(report_text(*report, false),
            "2-1 stage 1: expected 8, got status 200 and 942100 949110\n"
            "2-2: passed, though it is listed as a deviation\n"
            "4 tests: 2 passed (0 of them answered before inspection), 2 failed, 1 of them not listed\n");
  EXPECT_TRUE(report_text(*report, true).contains("  listed as deviation: known\n"));
  const auto json = nlohmann::json::parse(report_json(*report));
  EXPECT_EQ(json["failed_unlisted"], 1);
  EXPECT_EQ(json["stages"].size(), 4u) << "what was seen is told of tests that pass as well";
  EXPECT_EQ(json["stages"][0]["rules"], (std::vector<int>{942100, 949110}));
}

TEST(RunTest, RunsWhatIsAskedFor) {
  const std::vector<TestCase> tests = {expecting("1-1", 1, 942100), expecting("1-2", 1, 949110),
                                       expecting("12-1", 12, 942100)};
  Answers target({seen(), seen()});
  const auto report = run_suite(tests, target, {"1-2", "12"}, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->passed, 2u);
  EXPECT_EQ(report->skipped, 1u);
  EXPECT_TRUE(report->as_expected());
}

TEST(RunTest, FollowsARedirect) {
  TestCase test = expecting("1-1", 1, 942100);
  test.stages.push_back(test.stages[0]);
  test.stages[1].input.follow_redirect = true;
  Observed redirect = seen();
  redirect.location = "http://other:81/there?x";
  Answers target({redirect, seen()});
  ASSERT_TRUE(run_suite({test}, target, {}, {}));
  EXPECT_TRUE(target.sent.at(1).starts_with("GET /there?x HTTP/1.1\r\nHost: other:81\r\n"))
      << target.sent.at(1);
}

TEST(DeviationsTest, NeedsAKindAndAReasonForEachTestOnce) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"deviations:\n  - {tests: [a], kind: deviation}", "d.yaml:2: a deviation needs a reason"},
      {"deviations:\n  - {tests: [a], kind: other, reason: x}", "d.yaml:2: kind is one of"},
      {"deviations:\n  - {tests: [a, a], kind: deviation, reason: x}", "d.yaml:2: a is listed twice"},
  };
  for (const auto& one : kCases) {
    const auto deviations = read_deviations(one.text, "d.yaml");
    ASSERT_FALSE(deviations) << one.text;
    EXPECT_TRUE(deviations.error().message.starts_with(one.message)) << deviations.error().message;
  }
}

TEST(GatewayTest, ReadsAnswers) {
  const Observed moved = read_answer("HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\nbody");
  EXPECT_TRUE(moved.answered);
  EXPECT_EQ(moved.status, 302);
  EXPECT_EQ(moved.location, "/x");
  for (const char* none : {"", "<html>", "HTTP/1.1", "HTTP/1.1 abc d\r\n"})
    EXPECT_FALSE(read_answer(none).answered) << none;
}

TEST(GatewayTest, KnowsWhenAnAnswerIsComplete) {
  const struct {
    const char* answer;
    bool complete;
  } kCases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", false},
      {"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", true},
      {"HTTP/1.1 200 OK\r\n\r\nuntil it closes", false},
      {"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", true},
      {"HTTP/1.1 200 OK\r\nContent-Len", false},
  };
  for (const auto& one : kCases) EXPECT_EQ(is_complete(one.answer, false), one.complete) << one.answer;
  EXPECT_TRUE(is_complete("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", true)) << "an answer to HEAD";
}

}  // namespace
}  // namespace bulkhead::conformance
