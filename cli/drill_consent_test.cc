// What an officer types is what the daemon is asked, and what it answers is said in words that lead on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_for_test.h"

namespace bulkhead::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConsent =
    R"({"from":"192.0.2.10","requests_per_s_max":500,"ends_at":"2026-07-17T02:00:00.000Z","live":false,)"
    R"("person":"ana","approver":""})";

struct Drill : FakeProcess {
  Exit run(std::vector<std::string> words) {
    words.insert(words.begin(), "drill");
    return FakeProcess::run(words);
  }
};

TEST(DrillConsent, AsksForWhatWasTyped) {
  Drill drill;
  drill.api.answers = {
      {201, "application/json", std::string(R"({"outcome":"allowed","consent":)") + kConsent + "}"}};
  EXPECT_EQ(drill.run({"allow", "--from", "192.0.2.10", "--rate", "500", "--reason", "exercise", "--live"}),
            Exit::kOk);
  ASSERT_EQ(drill.api.asked.size(), 1u);
  EXPECT_EQ(drill.api.asked[0].path, "/drill/allow");
  EXPECT_EQ(drill.api.asked[0].body,
            R"({"from":"192.0.2.10","requests_per_s_max":500,"for":"2h","reason":"exercise","live":true})");
  EXPECT_THAT(drill.out, HasSubstr("agrees to a drill from 192.0.2.10 at up to 500 requests/s"));
  EXPECT_THAT(drill.out, HasSubstr("bulkhead drill key"));
}

TEST(DrillConsent, NobodyIsToldToGoAlone) {
  Drill drill;
  drill.api.answers = {{202, "application/json",
                        R"({"outcome":"proposed","proposal":{"id":"P","kind":"drill","what":"agree",)"
                        R"("needs":"two persons","expires":"2026-07-17T00:30:00.000Z"}})"}};
  EXPECT_EQ(drill.run({"allow", "--from", "192.0.2.10", "--rate", "5", "--reason", "x", "--live"}),
            Exit::kRefused);
  EXPECT_THAT(drill.out, HasSubstr("bulkhead approve P"));
  EXPECT_THAT(drill.out, Not(HasSubstr("--alone")));
}

TEST(DrillConsent, SlipsOfTheKeysReachNobody) {
  const std::vector<std::string> wrong[] = {
      {"allow", "--rate", "5", "--reason", "x"},
      {"allow", "--from", "192.0.2.10", "--reason", "x"},
      {"allow", "--from", "192.0.2.10", "--rate", "many", "--reason", "x"},
      {"allow", "--from", "192.0.2.10", "--rate", "5", "--for", "soon", "--reason", "x"},
      {"allow", "--from", "192.0.2.10", "--rate", "5"},
      {"disallow"}};
  for (const auto& words : wrong) {
    Drill drill;
    EXPECT_EQ(drill.run(words), Exit::kUsage) << words.back();
    EXPECT_TRUE(drill.api.asked.empty()) << words.back();
  }
}

TEST(DrillConsent, TheKeyStandsAlone) {
  Drill drill;
  drill.api.answers = {{200, "application/json", R"({"key":"0123","live":true,"consent":null})"}};
  EXPECT_EQ(drill.run({"key"}), Exit::kOk);
  EXPECT_EQ(drill.out, "0123\n");
  EXPECT_THAT(drill.err, HasSubstr("A live gateway. Agrees to no drill."));
  drill.api.answers = {
      {200, "application/json", std::string(R"({"key":"0123","live":false,"consent":)") + kConsent + "}"}};
  EXPECT_EQ(drill.run({"key"}), Exit::kOk);
  EXPECT_THAT(drill.err, HasSubstr("Agrees to a drill from 192.0.2.10"));
}

TEST(DrillConsent, SaysWhatTakingBackDoesNotDo) {
  Drill drill;
  drill.api.answers = {{200, "application/json", R"({"outcome":"disallowed"})"}};
  EXPECT_EQ(drill.run({"disallow", "--reason", "over"}), Exit::kOk);
  EXPECT_EQ(drill.api.asked[0].body, R"({"reason":"over"})");
  EXPECT_THAT(drill.out, HasSubstr("is not stopped by this"));
  drill.api.answers = {{200, "application/json", R"({"outcome":"unchanged"})"}};
  EXPECT_EQ(drill.run({"disallow", "--reason", "over"}), Exit::kOk);
  EXPECT_THAT(drill.out, HasSubstr("Nothing was done"));
}

}  // namespace
}  // namespace bulkhead::cli
