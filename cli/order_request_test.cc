// What must hold: what a person types becomes exactly the JSON of the REST contract, and what cannot be meant is refused
// with one line before anything is asked of the daemon. Shown by a table from argv to the body that was sent.

#include "cli/order_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_for_test.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string>;

struct Sent {
  const char* name;
  Words words;
  const char* body;
};

std::string case_name(const auto& tested) { return tested.param.name; }

class WhatIsSent : public testing::TestWithParam<Sent> {};

TEST_P(WhatIsSent, IsTheContractsJson) {
  FakeProcess bulkhead;
  bulkhead.api.answers = {{201, "application/json", kPlacedAnswer}};
  Words words = GetParam().words;
  words.emplace_back("--json");  // no preview first: one request
  ASSERT_EQ(bulkhead.run(words), Exit::kOk) << bulkhead.err;
  ASSERT_EQ(bulkhead.api.asked.size(), 1u);
  EXPECT_EQ(bulkhead.api.asked[0].method, "POST");
  EXPECT_EQ(bulkhead.api.asked[0].path, "/orders");
  EXPECT_EQ(bulkhead.api.asked[0].body, GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(
    OrderRequest, WhatIsSent,
    testing::Values(
        Sent{"close", {"close", "tax", "--reason", "r"}, R"({"scope":"tax","level":"closed","reason":"r"})"},
        Sent{"close_everything",
             {"close", "--all", "--reason", "r", "--alone"},
             R"({"scope":"all","level":"closed","reason":"r","alone":true})"},
        Sent{"compartment",
             {"guard", "compartment:tax", "--reason", "r"},
             R"({"scope":"compartment:tax","level":"guarded","reason":"r"})"},
        Sent{"cause_and_length",
             {"lockdown", "tax", "--cause", "attack", "--for", "1h30m", "--reason", "r"},
             R"({"scope":"tax","level":"lockdown","reason":"r","cause":"attack","for":"1h30m"})"},
        Sent{"until_an_instant",
             {"close", "tax", "--until", "2026-07-17T04:00:00+02:00", "--reason", "r"},
             R"({"scope":"tax","level":"closed","reason":"r","until":"2026-07-17T02:00:00Z"})"},
        Sent{"share_of_whole_percent",
             {"open", "tax", "--share", "25%", "--reason", "r"},
             R"({"scope":"tax","level":"open","reason":"r","share_permille":250})"},
        Sent{"share_of_a_tenth",
             {"guard", "tax", "--share", "0.1%", "--reason", "r"},
             R"({"scope":"tax","level":"guarded","reason":"r","share_permille":1})"},
        Sent{
            "stages",
            {"close", "tax", "--for", "1h", "--then", "open:25%:5m", "--then", "guarded", "--reason", "r"},
            R"({"scope":"tax","level":"closed","reason":"r","for":"1h","then":[{"level":"open","share_permille":250,"for":"5m"},{"level":"guarded"}]})"},
        Sent{"drain",
             {"close", "tax", "--drain", "10m", "--reason", "r"},
             R"({"scope":"tax","level":"closed","reason":"r","drain":"10m"})"},
        Sent{"public_text_in_the_first_language",
             {"close", "tax", "--public", "Back at noon: 2+2=4", "--reason", "r"},
             R"({"scope":"tax","level":"closed","reason":"r","public_text":"Back at noon: 2+2=4"})"},
        Sent{
            "public_text_by_language",
            {"close", "tax", "--public", "en=Back at noon", "--public", "SQ=Në drekë", "--reason", "r"},
            R"({"scope":"tax","level":"closed","reason":"r","public_text":{"en":"Back at noon","sq":"Në drekë"}})"},
        Sent{"options_before_the_command",
             {"--state", "/tmp/x", "close", "tax", "--reason", "r"},
             R"({"scope":"tax","level":"closed","reason":"r"})"},
        Sent{"service_named_like_a_command",
             {"close", "status", "--reason", "r"},
             R"({"scope":"status","level":"closed","reason":"r"})"},
        Sent{
            "reopen_by_stages",
            {"reopen", "tax", "--reason", "r"},
            R"({"scope":"tax","level":"open","reason":"r","share_permille":250,"for":"5m","then":[{"level":"open","share_permille":500,"for":"5m"}]})"},
        Sent{
            "reopen_by_other_stages",
            {"reopen", "tax", "--share", "10%", "--for", "15m", "--then", "open:30%:15m", "--reason", "r"},
            R"({"scope":"tax","level":"open","reason":"r","share_permille":100,"for":"15m","then":[{"level":"open","share_permille":300,"for":"15m"}]})"},
        Sent{"reopen_by_one_stage",
             {"reopen", "tax", "--for", "15m", "--reason", "r"},
             R"({"scope":"tax","level":"open","reason":"r","share_permille":250,"for":"15m"})"},
        Sent{"reason_with_quotes_and_bytes",
             {"close", "tax", "--reason", "\"it's\"\n\xff"},
             "{\"scope\":\"tax\",\"level\":\"closed\",\"reason\":\"\\\"it's\\\"\\n\xEF\xBF\xBD\"}"}),
    [](const auto& tested) { return case_name(tested); });

struct Refused {
  const char* name;
  Words words;
  const char* says;
};

class WhatIsRefused : public testing::TestWithParam<Refused> {};

TEST_P(WhatIsRefused, AsksNothingAndSaysWhy) {
  FakeProcess bulkhead;
  bulkhead.api.answers = {{201, "application/json", kPlacedAnswer}};
  EXPECT_EQ(bulkhead.run(GetParam().words), Exit::kUsage);
  EXPECT_TRUE(bulkhead.api.asked.empty());
  EXPECT_THAT(bulkhead.err, HasSubstr(GetParam().says));
  EXPECT_EQ(bulkhead.err.find('\n'), bulkhead.err.size() - 1) << "one line";
}

INSTANTIATE_TEST_SUITE_P(
    OrderRequest, WhatIsRefused,
    testing::Values(
        Refused{"no_reason", {"close", "tax"}, "--reason"},
        Refused{"no_scope", {"close", "--reason", "r"}, "which service?"},
        Refused{"scope_and_all", {"close", "tax", "--all", "--reason", "r"}, "not both"},
        Refused{"all_as_a_word", {"close", "all", "--reason", "r"}, "--all"},
        Refused{"unknown_cause", {"close", "tax", "--cause", "weather", "--reason", "r"}, "--cause"},
        Refused{"for_and_until",
                {"close", "tax", "--for", "1h", "--until", "18:00", "--reason", "r"},
                "not both"},
        Refused{"length_in_words", {"close", "tax", "--for", "soon", "--reason", "r"}, "--for"},
        Refused{"time_that_has_passed",
                {"close", "tax", "--until", "2020-01-01T00:00:00Z", "--reason", "r"},
                "already passed"},
        Refused{"time_in_words", {"close", "tax", "--until", "25:00", "--reason", "r"}, "18:30"},
        Refused{"share_of_nobody", {"open", "tax", "--share", "0%", "--reason", "r"}, "0.1% to 100%"},
        Refused{"share_beyond_all", {"open", "tax", "--share", "100.1%", "--reason", "r"}, "0.1% to 100%"},
        Refused{"share_without_percent", {"open", "tax", "--share", "25", "--reason", "r"}, "0.1% to 100%"},
        Refused{"stage_of_no_level", {"close", "tax", "--then", "half:5m", "--reason", "r"}, "--then"},
        Refused{
            "seven_stages",
            {"close", "tax", "--reason", "r", "--then", "open:1m", "--then", "open:1m", "--then", "open:1m",
             "--then", "open:1m", "--then", "open:1m", "--then", "open:1m", "--then", "open:1m"},
            "at most 6"},
        Refused{"drain_beyond_an_hour", {"close", "tax", "--drain", "1h1m", "--reason", "r"}, "at most 1 h"},
        Refused{"two_texts_one_without_language",
                {"close", "tax", "--public", "hello", "--public", "en=hello", "--reason", "r"},
                "needs its language"},
        Refused{"a_language_twice",
                {"close", "tax", "--public", "en=a", "--public", "en=b", "--reason", "r"},
                "twice"},
        Refused{"unknown_option", {"close", "tax", "--frobnicate", "--reason", "r"}, "--frobnicate"},
        Refused{"unknown_command", {"colse", "tax"}, "did you mean `bulkhead close`"},
        Refused{"hostile_command", {"\x1b[31mred"}, "there is no command"}),
    [](const auto& tested) { return case_name(tested); });

TEST(OrderRequest, TextsAreTakenUpToTheirMaximumAndRefusedOneBeyond) {
  FakeProcess bulkhead;
  bulkhead.api.answers = {{201, "application/json", kPlacedAnswer}};
  EXPECT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", std::string(1'000, 'r')}), Exit::kOk);
  EXPECT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", std::string(1'001, 'r')}), Exit::kUsage);
  EXPECT_THAT(bulkhead.err, HasSubstr("1001 bytes"));
  EXPECT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", "r", "--public", std::string(500, 'p')}),
            Exit::kOk);
  EXPECT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", "r", "--public", std::string(501, 'p')}),
            Exit::kUsage);
}

TEST(OrderRequest, ClockTimeIsTheNextTimeItIsThatTime) {
  setenv("TZ", "UTC", 1);
  FakeProcess bulkhead;  // it is midnight
  bulkhead.api.answers = {{201, "application/json", kPlacedAnswer}};
  ASSERT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", "r", "--until", "18:30"}), Exit::kOk)
      << bulkhead.err;
  EXPECT_THAT(bulkhead.api.asked.back().body, HasSubstr("\"until\":\"2026-07-17T18:30:00Z\""));
  ASSERT_EQ(bulkhead.run({"close", "tax", "--json", "--reason", "r", "--until", "00:00"}), Exit::kOk)
      << bulkhead.err;
  EXPECT_THAT(bulkhead.api.asked.back().body, HasSubstr("\"until\":\"2026-07-18T00:00:00Z\""));
}

}  // namespace
}  // namespace bulkhead::cli
