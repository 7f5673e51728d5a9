// What matches, where, and with which groups; and that no text makes it slow.

#include "match/regex/matcher.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "match/regex/compiled_for_test.h"

namespace bulkhead::match::regex {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kNone = Span::npos;

TEST(RegexMatcher, FindsTheMatchThatPcreFinds) {
  const struct {
    std::string_view pattern;
    std::string_view text;
    std::vector<Span> groups;  // empty: no match
  } rows[] = {
      {"a", "bab", {{1, 2}}},
      {"a", "", {}},
      {"", "ab", {{0, 0}}},
      {"a|ab", "ab", {{0, 1}}},
      {"(a|ab)(c|bcd)", "abcd", {{0, 4}, {0, 1}, {1, 4}}},
      {"a+?", "aaa", {{0, 1}}},
      {"(a)|b", "b", {{0, 1}, {}}},
      {"(?:(a)|b)*", "ab", {{0, 2}, {0, 1}}},
      {"x*", "aaa", {{0, 0}}},
      {"(?i)ABC", "xabC", {{1, 4}}},
      {"a(?i)b|c", "C", {{0, 1}}},
      {"(?i:a)b", "AB", {}},
      {"\\s", "\v", {{0, 1}}},
      {"[[:space:]]", "\v", {{0, 1}}},
      {"\\v", "\x85", {{0, 1}}},
      {"\\h", "\xa0", {{0, 1}}},
      {"\\w", "\xe4", {}},
      {"(?i)\xe4", "\xc4", {}},
      {".", "\n", {{0, 1}}},
      {"(?-s).", "\n", {}},
      {"\\N", "\n", {}},
      {"\\R", "\r\n", {{0, 2}}},
      {"\\x41\\x{42}\\103\\e\\cA", "ABC\x1b\x01", {{0, 5}}},
      {"\\Qa.b\\E+", "a.bb", {{0, 4}}},
      {"(?x) a b # c\n c", "abc", {{0, 3}}},
      {"[]a-]+", "a]-", {{0, 3}}},
      {"[^]a]", "]ab", {{2, 3}}},
      {"[\\d.-]+", "x1.-2", {{1, 5}}},
      {"a{2,3}", "aaaa", {{0, 3}}},
      {"a{2,3}?", "aaaa", {{0, 2}}},
      {"a{,3}", "a{,3}", {{0, 5}}},
      {"(?U)a+", "aa", {{0, 1}}},
      {"(?P<n>a)(?<m>b)(?'o'c)", "abc", {{0, 3}, {0, 1}, {1, 2}, {2, 3}}},
      {"\0a"sv, "\0a"sv, {{0, 2}}},
  };
  Matcher matcher;
  for (const auto& row : rows) {
    const CompiledForTest compiled(row.pattern);
    EXPECT_EQ(matcher.matches(*compiled.program, row.text), !row.groups.empty()) << row.pattern;
    Groups groups;
    ASSERT_EQ(matcher.find(*compiled.program, row.text, 0, groups), !row.groups.empty()) << row.pattern;
    for (std::size_t i = 0; i < row.groups.size(); ++i)
      EXPECT_EQ(groups[i], row.groups[i]) << row.pattern << " group " << i;
  }
}

TEST(RegexMatcher, KnowsLinesTextsAndWords) {
  const struct {
    std::string_view pattern;
    std::string_view text;
    std::size_t begin;
  } rows[] = {
      {"^b", "a\nb", 2},
      {"^", "", 0},
      {"a$", "a\nb", 0},
      {"^$", "a\n\nb", 2},
      {"(?m:^)\\z", "a\n", kNone},
      {"\\Ab", "a\nb", kNone},
      {"a\\z", "a\n", kNone},
      {"a\\Z", "a\n", 0},
      {"a\\Z", "a\n\n", kNone},
      {"(?-m)a$", "a\nb", kNone},
      {"(?-m)a$", "a\n", 0},
      {"\\Z\\n", "a\n", 1},
      {"\\bb", "ab b", 3},
      {"\\Bb", "b ab", 3},
      {"\\b", "", kNone},
      {"\\B", "", 0},
      {"\\b$", "a", 1},
      {"a\\b\\n", "a\n", 0},
      {"\\n^", "\n", kNone},
      {"\\n^x", "\nx", 0},
  };
  Matcher matcher;
  for (const auto& row : rows) {
    const CompiledForTest compiled(row.pattern);
    Groups groups;
    const bool found = matcher.find(*compiled.program, row.text, 0, groups);
    EXPECT_EQ(found ? groups[0].begin : kNone, row.begin) << row.pattern;
    EXPECT_EQ(matcher.matches(*compiled.program, row.text), found) << row.pattern;
  }
}

TEST(RegexMatcher, GoesOnFromAPlaceAndSeesWhatStandsBefore) {
  Matcher matcher;
  Groups groups;
  EXPECT_TRUE(matcher.find(*CompiledForTest("a").program, "aXa", 1, groups));
  EXPECT_EQ(groups[0], (Span{2, 3}));
  EXPECT_FALSE(matcher.find(*CompiledForTest("\\ba").program, "aa", 1, groups));
  EXPECT_FALSE(matcher.find(*CompiledForTest("^a").program, "aa", 1, groups));
  EXPECT_TRUE(matcher.find(*CompiledForTest("^a").program, "\naa", 1, groups));
  EXPECT_FALSE(matcher.find(*CompiledForTest("").program, "a", 2, groups));
}

TEST(RegexMatcher, ReportsTenGroups) {
  Matcher matcher;
  Groups groups;
  const CompiledForTest compiled("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)");
  ASSERT_TRUE(matcher.find(*compiled.program, "abcdefghijk", 0, groups));
  EXPECT_EQ(groups[0], (Span{0, 11}));
  EXPECT_EQ(groups[9], (Span{8, 9}));
}

TEST(RegexMatcher, EndsWhereBacktrackingWouldNot) {
  Matcher matcher;
  const std::string text(50'000, 'a');
  for (const std::string_view pattern :
       {"(a+)+b", "(a*)*b", "(a|aa)+b", "(.*)(.*)(.*)(.*)b", "(?:a?){30}a*b", "((a*)*)*b"}) {
    const CompiledForTest compiled(pattern);
    EXPECT_FALSE(matcher.matches(*compiled.program, text)) << pattern;
    Groups groups;
    EXPECT_TRUE(matcher.find(*compiled.program, text + "b", 0, groups)) << pattern;
    EXPECT_EQ(groups[0], (Span{0, text.size() + 1})) << pattern;
  }
}

/// A text of `a` and `b` after which `[ab]*a[ab]{16}` has been in thousands of states.
std::string confusing_text() {
  std::mt19937 random(3);
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += random() % 2 == 0 ? 'a' : 'b';
  return text;
}

TEST(RegexMatcher, TakesTheSlowWayWhenStatesDoNotFit) {
  const CompiledForTest compiled("a[ab]{16}c");
  const std::string text = confusing_text();
  LazyDfa automaton(LazyDfa::kBytesMin);
  EXPECT_EQ(automaton.search(*compiled.program, text, 0).kind, LazyDfa::Outcome::Kind::kGaveUp);
  Matcher matcher({.automaton_bytes_max = LazyDfa::kBytesMin});
  EXPECT_FALSE(matcher.matches(*compiled.program, text));
  const std::string hit = text + "a" + std::string(16, 'b') + "c";
  EXPECT_TRUE(matcher.matches(*compiled.program, hit));
  Groups groups;
  ASSERT_TRUE(matcher.find(*compiled.program, hit, 0, groups));
  EXPECT_EQ(groups[0], (Span{text.size(), hit.size()}));
}

TEST(RegexMatcher, ForgetsAndGoesOn) {
  // Short texts, each of which fits; together they do not, so that all states are forgotten again and again.
  const CompiledForTest compiled("a[ab]{12}c|(b)a\\b");
  const std::string text = confusing_text();
  Matcher matcher({.automaton_bytes_max = LazyDfa::kBytesMin});
  Matcher roomy({.automaton_bytes_max = std::size_t{64} << 20});
  for (std::size_t at = 0; at + 400 < text.size(); at += 100) {
    std::string part = text.substr(at, 400);
    part[200 + at % 97] = 'c';
    part[100 + at % 61] = ' ';
    ASSERT_EQ(matcher.matches(*compiled.program, part), roomy.matches(*compiled.program, part));
  }
}

TEST(RegexMatcher, KeepsProgramsApart) {
  // More programs than are remembered, some of them at the same address one after another.
  Matcher matcher;
  for (int round = 0; round < 2'500; ++round) {
    const std::string word = "w" + std::to_string(round) + "x";
    const CompiledForTest compiled(word);
    ASSERT_TRUE(matcher.matches(*compiled.program, "say " + word));
    ASSERT_FALSE(matcher.matches(*compiled.program, "say w" + std::to_string(round + 1) + "x"));
  }
}

}  // namespace
}  // namespace bulkhead::match::regex
