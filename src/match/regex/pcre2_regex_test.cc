// The way out for patterns that are not regular: it answers as PCRE2 does, and it ends.

#include "match/regex/pcre2_regex.h"

#include <gtest/gtest.h>

#include <string>

namespace bulkhead::match::regex {
namespace {

using Outcome = Pcre2Regex::Outcome;

TEST(RegexPcre2, MatchesWithGroups) {
  auto regex = Pcre2Regex::compile("(?<!x)(a+)\\1(b)?", {}, {});
  ASSERT_TRUE(regex);
  Groups groups;
  ASSERT_EQ(regex->match("xaaaa", 0, &groups), Outcome::kMatch);
  EXPECT_EQ(groups[0], (Span{2, 4}));
  EXPECT_EQ(groups[1], (Span{2, 3}));
  EXPECT_FALSE(groups[2].is_set());
  EXPECT_EQ(regex->match("xa", 0, nullptr), Outcome::kNoMatch);
  EXPECT_EQ(regex->match("aa", 3, nullptr), Outcome::kNoMatch);
  EXPECT_EQ(regex->match({}, 0, nullptr), Outcome::kNoMatch);
}

TEST(RegexPcre2, FollowsTheOptions) {
  EXPECT_EQ(Pcre2Regex::compile("^a.b(?=$)", {}, {})->match("x\na\nb\n", 0, nullptr), Outcome::kMatch);
  EXPECT_EQ(Pcre2Regex::compile("(a)\\1", {.caseless = true}, {})->match("aA", 0, nullptr), Outcome::kMatch);
  EXPECT_FALSE(Pcre2Regex::compile("(*UTF)a", {}, {}));
}

TEST(RegexPcre2, SaysWhatIsWrong) {
  const auto wrong = Pcre2Regex::compile("a(b", {}, {});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kInvalid);
  EXPECT_NE(wrong.error().message.find("at byte 3"), std::string::npos) << wrong.error().message;
}

TEST(RegexPcre2, StopsAtItsLimit) {
  auto regex = Pcre2Regex::compile("^(a+)+(?!b)[cd]$", {}, {});
  ASSERT_TRUE(regex);
  EXPECT_EQ(regex->match(std::string(200, 'a'), 0, nullptr), Outcome::kLimit);
  EXPECT_EQ(regex->match("aac", 0, nullptr), Outcome::kMatch);
}

}  // namespace
}  // namespace bulkhead::match::regex
