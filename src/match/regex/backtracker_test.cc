// The window through which the backtracker looks: wherever it lies and however it moves, the answer is the Pike's.

#include "match/regex/backtracker.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "match/regex/compiled_for_test.h"
#include "match/regex/pike.h"

namespace bulkhead::match::regex {
namespace {

using Kind = Backtracker::Outcome::Kind;

TEST(RegexBacktracker, MovesItsWindow) {
  // Some thousand instructions make a window of a few hundred places.
  Backtracker backtracker;
  Pike pike;
  std::mt19937 random(11);
  int matches = 0;
  int too_long = 0;
  for (const std::string_view pattern :
       {"(a[ab]{900})(c)|(b[ab]{20}c)", "(?:a[ab]{0,900}|b)d(e?)", "(ab?){1000}c|c(d)"}) {
    const CompiledForTest compiled(pattern);
    for (int round = 0; round < 40; ++round) {
      std::string text;
      while (text.size() < 4'000) text += random() % 50 == 0 ? 'x' : random() % 2 == 0 ? 'a' : 'b';
      const std::size_t spoilt = random() % 4;
      for (std::size_t i = 0; i < spoilt; ++i) text[random() % text.size()] = i % 2 == 0 ? 'c' : 'd';
      const std::size_t from = random() % 100;
      Groups expected;
      Groups groups;
      const bool is_match = pike.search(*compiled.program, text, from, &expected);
      const Backtracker::Outcome outcome =
          backtracker.search(*compiled.program, text, from, text.size(), groups);
      if (outcome.kind == Kind::kTooLong) {
        ++too_long;
        if (is_match) {
          EXPECT_LE(outcome.begin, expected[0].begin) << pattern;
        }
        continue;
      }
      ASSERT_EQ(outcome.kind == Kind::kMatch, is_match) << pattern;
      if (!is_match) continue;
      ++matches;
      EXPECT_EQ(groups, expected) << pattern;
    }
  }
  EXPECT_GT(matches, 15);
  EXPECT_LT(too_long, 60);
}

TEST(RegexBacktracker, GivesUpOnWhatOutgrowsEveryWindow) {
  Backtracker backtracker;
  const CompiledForTest compiled("(?:[ab]|xy){1000,}c");
  const std::string text = "--" + std::string(20'000, 'a') + "c";
  Groups groups;
  const Backtracker::Outcome outcome = backtracker.search(*compiled.program, text, 0, text.size(), groups);
  EXPECT_EQ(outcome.kind, Kind::kTooLong);
  EXPECT_EQ(outcome.begin, 2u);
}

TEST(RegexBacktracker, TriesNoBeginningBehindTheLast) {
  Backtracker backtracker;
  const CompiledForTest compiled("b");
  Groups groups;
  EXPECT_EQ(backtracker.search(*compiled.program, "aab", 0, 1, groups).kind, Kind::kNoMatch);
  EXPECT_EQ(backtracker.search(*compiled.program, "aab", 0, 2, groups).kind, Kind::kMatch);
}

}  // namespace
}  // namespace bulkhead::match::regex
