// A wrong body is answered with the key that is wrong and what would be right; a right one is read without loss; no body makes
// the reader throw, recurse or grow.

#include "control/rest/body.h"

#include <gtest/gtest.h>

namespace bulkhead::control::rest {
namespace {

/// Reads a body as a handler would and gives back the problem, "" when there is none.
std::string problem_of(const std::string& json) {
  Body body(json);
  body.text("reason", 10);
  body.text_if_any("note", 10);
  body.flag("dry_run");
  body.number_if_any("share", 0, 1000);
  body.duration_if_any("for");
  body.instant_if_any("until");
  body.translated("public", 10, 2);
  for (Body& part : body.objects("then", 2)) {
    part.text("level", 10);
    body.adopt(part);
  }
  const auto problem = body.problem();
  return problem ? problem->body : "";
}

struct Case {
  const char* body;
  const char* says;  // part of the problem; nullptr: accepted
};

const Case kCases[] = {
    {R"({"reason":"x"})", nullptr},
    {R"({"reason":"x","note":null,"dry_run":true,"share":1000,"for":"10m","until":"2026-07-17T02:14:07Z"})",
     nullptr},
    {R"({"reason":"x","public":"text","then":[{"level":"open"},{"level":"open"}]})", nullptr},
    {R"({"reason":"x","public":{"en":"a","sq":"b"}})", nullptr},
    {"", "the body is empty"},
    {"{", "wrong at byte"},
    {"[]", "must be a JSON object, not an array"},
    {"nul", "the body is not JSON"},
    {"{\"reason\":\"\xff\"}", "not JSON"},
    {R"({})", "reason: is missing"},
    {R"({"reason":""})", "reason: must not be empty"},
    {R"({"reason":7})", "reason: must be a text, not a number"},
    {R"({"reason":"12345678901"})", "11 bytes, at most 10"},
    {R"({"reason":"1234567890"})", nullptr},
    {R"({"reason":"x","resaon":"y"})", R"("key":"resaon")"},
    {R"({"reason":"x","reason":"y"})", R"(stands twice)"},
    {R"({"reason":"x","dry_run":"yes"})", "dry_run: must be true or false"},
    {R"({"reason":"x","share":1001})", "share: must be a whole number from 0 to 1000"},
    {R"({"reason":"x","share":-1})", "share: must be a whole number"},
    {R"({"reason":"x","share":1.5})", "share: must be a whole number"},
    {R"({"reason":"x","share":18446744073709551615})", "share: must be a whole number"},
    {R"({"reason":"x","for":"soon"})", R"("key":"for")"},
    {R"({"reason":"x","until":"tomorrow"})", R"("key":"until")"},
    {R"({"reason":"x","public":{"en":7}})", "public.en: must be a text"},
    {R"({"reason":"x","public":{"en":"a","sq":"b","de":"c"}})", "3 languages, at most 2"},
    {R"({"reason":"x","then":{}})", "then: must be an array"},
    {R"({"reason":"x","then":[{},{},{}]})", "3 entries, at most 2"},
    {R"({"reason":"x","then":[7]})", "then[0]: must be an object"},
    {R"({"reason":"x","then":[{"level":"open"},{}]})", "then[1].level: is missing"},
    {R"({"reason":"x","then":[{"level":"open","x":1}]})", R"("key":"then[0].x")"},
};

TEST(Body, SaysWhatIsWrongAndWhere) {
  for (const Case& c : kCases) {
    const std::string problem = problem_of(c.body);
    if (c.says) {
      EXPECT_NE(problem.find(c.says), std::string::npos) << c.body << "\n" << problem;
    } else {
      EXPECT_EQ(problem, "") << c.body;
    }
  }
}

std::string nested(int depth) {
  std::string json = R"({"reason":"x","note":)";
  for (int i = 1; i < depth; ++i) json += '[';
  for (int i = 1; i < depth; ++i) json += ']';
  return json + "}";
}

TEST(Body, LimitsNesting) {
  EXPECT_EQ(problem_of(nested(Body::kDepthMax)).find("nested"), std::string::npos);
  EXPECT_NE(problem_of(nested(Body::kDepthMax + 1)).find("at most 8 levels"), std::string::npos);
  EXPECT_NE(problem_of(nested(1'000'000)).find("at most 8 levels"), std::string::npos);
}

TEST(Body, ReadsValues) {
  Body body(R"({"share":250,"for":"1h30m","until":"1970-01-01T00:00:01Z","public":{"en":"Closed"}})");
  EXPECT_EQ(body.number_if_any("share", 0, 1000), 250);
  EXPECT_EQ(body.duration_if_any("for"), std::chrono::minutes(90));
  EXPECT_EQ(body.instant_if_any("until"), RealTime(Milliseconds(1000)));
  EXPECT_EQ(body.translated("public", 100, 16).at("en"), "Closed");
  EXPECT_FALSE(body.problem());
}

TEST(Parameters, UnknownAndDoubledAreNamed) {
  Request request;
  request.query = {{"all", "1"}};
  EXPECT_FALSE(unknown_parameter(request, {"all"}));
  EXPECT_EQ(parameter(request, "all"), "1");
  request.query = {{"al", "1"}};
  EXPECT_NE(unknown_parameter(request, {"all"})->body.find(R"("key":"al")"), std::string::npos);
  request.query = {{"all", "1"}, {"all", "0"}};
  EXPECT_NE(unknown_parameter(request, {"all"})->body.find("twice"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control::rest
