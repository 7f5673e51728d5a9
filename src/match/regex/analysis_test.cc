// What is said of a pattern must be sharp enough to be of use; that it never lies is shown against PCRE2 in
// pcre2_equality_test.cc.

#include "match/regex/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::match::regex {
namespace {

RegexAnalysis analysis_of(std::string_view pattern) {
  const auto syntax = parse(pattern);
  EXPECT_TRUE(syntax) << pattern;
  return analyse(*syntax);
}

TEST(RegexAnalysis, FindsTheBestClause) {
  using Literals = std::vector<std::string>;
  const struct {
    std::string_view pattern;
    Literals best;  // empty: no clause
  } rows[] = {
      {"union\\s+select", {"select"}},
      {"(?i)UNION", {"union"}},
      {"javascript\\s*:", {"javascript"}},
      {"(?:cat|dog)s", {"cats", "dogs"}},
      {"(?:foo)?bar", {"bar"}},
      {"(?:foobar|bar)", {"bar"}},
      {"gr[ae]y", {"gray", "grey"}},
      {"a|bc", {}},
      {"x", {}},
      {"a.b", {}},
      {"(?:ab){2}", {"abab"}},
      {"(?:ab){2,}", {"abab"}},
      {"(?:ab)*", {}},
      {"on[a-z]+=(?:alert|eval)\\(", {"=alert(", "=eval("}},
      {"(?<!amp)&quot;", {"&quot;"}},
      {"(foo)\\1", {"foo"}},
      {"(?(1)foo|bar)", {}},
      {"\\bfoo\\b", {"foo"}},
      {"foo$\\nbar", {"foo\nbar"}},
      {"[^\\s\\S]|foo", {"foo"}},
  };
  for (const auto& row : rows) {
    const RegexAnalysis analysis = analysis_of(row.pattern);
    const Literals best = analysis.clauses.empty() ? Literals{} : analysis.clauses[0].any_of;
    EXPECT_EQ(best, row.best) << row.pattern;
  }
}

TEST(RegexAnalysis, GivesFurtherClausesOnlyWhenTheySayMore) {
  EXPECT_EQ(analysis_of("charset.*?charset").clauses.size(), 1u);
  const RegexAnalysis analysis = analysis_of("select[^;]+from[^;]+where");
  ASSERT_EQ(analysis.clauses.size(), 3u);
  for (const LiteralClause& clause : analysis.clauses) EXPECT_EQ(clause.any_of.size(), 1u);
}

TEST(RegexAnalysis, CutsAndCounts) {
  const RegexAnalysis long_one = analysis_of(std::string(200, 'q') + "zebra");
  ASSERT_FALSE(long_one.clauses.empty());
  for (const LiteralClause& clause : long_one.clauses) {
    for (const std::string& literal : clause.any_of)
      EXPECT_LE(literal.size(), LiteralClause::kLiteralBytesMax);
  }
  std::string many = "(?:";
  for (int i = 100; i < 800; ++i) many += "w" + std::to_string(i) + "|";
  many += "w99)";
  for (const LiteralClause& clause : analysis_of(many).clauses)
    EXPECT_LE(clause.any_of.size(), LiteralClause::kLiteralsMax);
}

TEST(RegexAnalysis, FindsByteSets) {
  const struct {
    std::string_view pattern;
    std::string_view rarest;  // empty: no set
  } rows[] = {
      {"a;", ";"},        {"[<>]x", "<>"},    {"a*", ""}, {"(?i)ab", "Bb"}, {"(?:a;|b\\|)", ";|"},
      {"[a-z]+\\(", "("}, {"(?:;|x)?y", "y"}, {".*", ""}, {"(?:;)+", ";"},  {"(?=;)a", "a"},
  };
  for (const auto& row : rows) {
    const RegexAnalysis analysis = analysis_of(row.pattern);
    const ByteSet rarest = analysis.byte_sets.empty() ? ByteSet{} : analysis.byte_sets[0];
    EXPECT_EQ(rarest, ByteSet(row.rarest)) << row.pattern;
  }
}

TEST(RegexAnalysis, MeasuresAndAnchors) {
  const struct {
    std::string_view pattern;
    std::size_t length_bytes_min;
    bool anchored;
  } rows[] = {
      {"abc", 3, false},
      {"a{3,5}b?", 3, false},
      {"(?:abc|de)", 2, false},
      {"\\Aabc", 3, true},
      {"^abc", 3, false},
      {"(?-m)^abc", 3, true},
      {"(?:\\Aa|\\Ab)", 1, true},
      {"(?:\\Aa|b)", 1, false},
      {"$", 0, false},
      {"(?:\\A)?a", 1, false},
      {"a\\A", 1, false},
      {"\\b\\Aa", 1, true},
      {"(?:ab){1000}", 2000, false},
  };
  for (const auto& row : rows) {
    const RegexAnalysis analysis = analysis_of(row.pattern);
    EXPECT_EQ(analysis.length_bytes_min, row.length_bytes_min) << row.pattern;
    EXPECT_EQ(analysis.may_be_empty, row.length_bytes_min == 0) << row.pattern;
    EXPECT_EQ(analysis.anchored_at_start, row.anchored) << row.pattern;
  }
}

}  // namespace
}  // namespace bulkhead::match::regex
