// The truth is PCRE2: over all small patterns, and over the rules of the Core Rule Set, every engine answers as it does,
// and what the analysis says of matches is true of all that PCRE2 finds.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "match/regex/analysis.h"
#include "match/regex/compiled_for_test.h"
#include "match/regex/matcher.h"
#include "match/regex/pcre2_regex.h"

namespace bulkhead::match::regex {
namespace {

using Texts = std::vector<std::string>;

constexpr Pcre2Regex::Limits kPatient{
    .match_limit = 10'000'000, .depth_limit = 10'000'000, .heap_limit_kib = 1'000'000};

/// One pattern, put to PCRE2 and to every engine of ours.
class Compared {
 public:
  Compared(std::string_view pattern, Matcher& matcher, Pike& pike, Backtracker& backtracker)
      : pattern_(pattern), matcher_(matcher), pike_(pike), backtracker_(backtracker) {
    auto truth = Pcre2Regex::compile(pattern, {}, kPatient);
    const auto syntax = parse(pattern);
    EXPECT_EQ(truth.has_value(), syntax.has_value()) << pattern;
    if (!truth || !syntax) return;
    truth_.emplace(*std::move(truth));
    analysis_ = analyse(*syntax);
    if (!syntax->needs_backtracking()) compiled_.emplace(pattern);
  }

  bool is_linear() const { return compiled_.has_value(); }

  void compare(std::string_view text) {
    if (!truth_) return;
    Groups truth;
    const Pcre2Regex::Outcome outcome = truth_->match(text, 0, &truth);
    if (outcome == Pcre2Regex::Outcome::kLimit) return;
    const bool is_match = outcome == Pcre2Regex::Outcome::kMatch;
    if (is_match) check_analysis(text, truth);
    if (!compiled_) return;
    const Program& program = *compiled_->program;
    EXPECT_EQ(matcher_.matches(program, text), is_match) << *this << text;
    EXPECT_EQ(pike_.search(program, text, 0, nullptr), is_match) << *this << text;
    Groups ours;
    EXPECT_EQ(matcher_.find(program, text, 0, ours), is_match) << *this << text;
    if (is_match) {
      EXPECT_EQ(ours, truth) << *this << text;
    }
    EXPECT_EQ(pike_.search(program, text, 0, &ours), is_match) << *this << text;
    if (is_match) {
      EXPECT_EQ(ours, truth) << *this << text;
    }
    const Backtracker::Outcome tried = backtracker_.search(program, text, 0, text.size(), ours);
    EXPECT_EQ(tried.kind == Backtracker::Outcome::Kind::kMatch, is_match) << *this << text;
    if (is_match) {
      EXPECT_EQ(ours, truth) << *this << text;
    }
  }

 private:
  friend std::ostream& operator<<(std::ostream& to, const Compared& compared) {
    return to << "pattern «" << compared.pattern_ << "» text ";
  }

  void check_analysis(std::string_view text, const Groups& groups) const {
    const std::string_view match = groups[0].of(text);
    // A look-around may see bytes around the match, `\K` hides some of it: there the whole text counts.
    EXPECT_GE(text.size(), analysis_.length_bytes_min) << *this << text;
    if (compiled_) {
      EXPECT_GE(match.size(), analysis_.length_bytes_min) << *this << text;
    }
    if (analysis_.anchored_at_start) {
      EXPECT_EQ(groups[0].begin, 0u) << *this << text;
    }
    for (const ByteSet& set : analysis_.byte_sets) {
      const auto in_set = [&](char c) { return set.contains(static_cast<std::uint8_t>(c)); };
      EXPECT_TRUE(std::ranges::any_of(text, in_set)) << *this << text;
    }
    std::string folded(text);
    for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const LiteralClause& clause : analysis_.clauses) {
      const auto occurs = [&](const std::string& literal) {
        return folded.find(literal) != std::string::npos;
      };
      EXPECT_TRUE(std::ranges::any_of(clause.any_of, occurs)) << *this << text;
    }
  }

  std::string pattern_;
  Matcher& matcher_;
  Pike& pike_;
  Backtracker& backtracker_;
  std::optional<Pcre2Regex> truth_;
  RegexAnalysis analysis_;
  std::optional<CompiledForTest> compiled_;
};

/// All texts of at most `bytes_max` bytes out of `alphabet`.
Texts all_texts(std::string_view alphabet, std::size_t bytes_max) {
  Texts texts{""};
  for (std::size_t begin = 0, bytes = 0; bytes < bytes_max; ++bytes) {
    const std::size_t end = texts.size();
    for (; begin < end; ++begin) {
      for (const char c : alphabet) texts.push_back(texts[begin] + c);
    }
  }
  return texts;
}

/// All patterns that are put together in `size` steps, by size.
std::vector<Texts> all_patterns(const Texts& atoms, const Texts& quantifiers, std::size_t size_max) {
  std::vector<Texts> by_size(size_max + 1);
  by_size[1] = atoms;
  for (std::size_t size = 2; size <= size_max; ++size) {
    for (const std::string& part : by_size[size - 1]) {
      by_size[size].push_back("(" + part + ")");
      for (const std::string& quantifier : quantifiers)
        by_size[size].push_back("(?:" + part + ")" + quantifier);
    }
    for (std::size_t left = 1; left + 1 < size; ++left) {
      for (const std::string& a : by_size[left]) {
        for (const std::string& b : by_size[size - 1 - left]) {
          by_size[size].push_back(a + b);
          by_size[size].push_back("(?:" + a + "|" + b + ")");
        }
      }
    }
  }
  return by_size;
}

struct Engines {
  Matcher matcher;
  Pike pike;
  Backtracker backtracker;
};

void compare_all(const std::vector<Texts>& patterns, const Texts& texts) {
  Engines engines;
  std::size_t linear = 0;
  for (const Texts& of_size : patterns) {
    for (const std::string& pattern : of_size) {
      Compared compared(pattern, engines.matcher, engines.pike, engines.backtracker);
      linear += compared.is_linear() ? 1u : 0u;
      for (const std::string& text : texts) compared.compare(text);
      if (::testing::Test::HasFailure()) return;  // one is enough to look at
    }
  }
  EXPECT_GT(linear, 900u);
}

TEST(RegexPcre2Equality, SmallWorldOfRepeats) {
  const Texts atoms{"a", "b", ""};
  const Texts quantifiers{"*", "+?", "??", "{2}", "{1,2}", "{2,}"};
  compare_all(all_patterns(atoms, quantifiers, 4), all_texts("ab", 5));
  compare_all(all_patterns(atoms, quantifiers, 5), all_texts("ab", 3));
}

TEST(RegexPcre2Equality, SmallWorldOfAssertions) {
  const Texts atoms{"a", "\\n", "^", "$", "\\b", "\\Z"};
  compare_all(all_patterns(atoms, {"*", "?"}, 4), all_texts("a\n ", 4));
  compare_all(all_patterns(atoms, {"*", "?"}, 5), all_texts("a\n", 4));
}

TEST(RegexPcre2Equality, SmallWorldOfClasses) {
  compare_all(all_patterns({"[ab]", "(?i)a", "[^a]", ".", "\\R", "\\z"}, {"++", "?+", "{2,3}?"}, 4),
              all_texts("aAb\r\n", 3));
}

/// A random pattern of some depth: larger than those of which all can be tried.
std::string grown_pattern(std::mt19937& random, int depth) {
  static const Texts kAtoms = {"a",   "b",   "[ab]", "[^a]", ".",   "\\n", "^", "$",  "\\b",
                               "\\B", "\\A", "\\z",  "\\Z",  "\\R", "",    "-", "\\w"};
  static const Texts kQuantifiers = {"*",   "+",      "?",    "*?", "+?", "??",
                                     "{2}", "{0,2}?", "{2,}", "*+", "++", "{1,3}+"};
  const auto any = [&](const Texts& of) { return of[random() % of.size()]; };
  switch (random() % (depth > 0 ? 7 : 2)) {
    case 2: return grown_pattern(random, depth - 1) + grown_pattern(random, depth - 1);
    case 3: return "(?:" + grown_pattern(random, depth - 1) + "|" + grown_pattern(random, depth - 1) + ")";
    case 4: return "(" + grown_pattern(random, depth - 1) + ")";
    case 5: return "(?:" + grown_pattern(random, depth - 1) + ")" + any(kQuantifiers);
    case 6:
      return "(" + grown_pattern(random, depth - 1) + "|" + grown_pattern(random, depth - 1) + ")" +
             any(kQuantifiers);
    default: return any(kAtoms);
  }
}

TEST(RegexPcre2Equality, LargerPatternsBySeed) {
  std::mt19937 random(20'240'229);
  Texts texts = all_texts("ab\n-", 3);
  for (const char* text : {"aaaaaaaa", "a\r\nb", "\r\n", "ababab\nab", "--\n\n"}) texts.push_back(text);
  std::vector<Texts> patterns(1);
  while (patterns[0].size() < 3'000) patterns[0].push_back(grown_pattern(random, 4));
  compare_all(patterns, texts);
}

/// The patterns of "@rx …" in one file of rules, as SecLang's quotes give them.
void add_rule_patterns(const std::filesystem::path& file, std::set<std::string>& to) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const bool goes_on = line.ends_with('\\');
    text += goes_on ? line.substr(0, line.size() - 1) : line + "\n";
  }
  for (std::size_t at = text.find("@rx "); at != std::string::npos; at = text.find("@rx ", at)) {
    std::string pattern;
    for (at += 4; at < text.size() && text[at] != '"'; ++at) {
      const bool is_escaped = text[at] == '\\' && at + 1 < text.size();
      if (is_escaped && text[at + 1] != '"') pattern += text[at];
      if (is_escaped) ++at;
      pattern += text[at];
    }
    to.insert(pattern);
  }
}

/// Texts that come near the patterns: their literals and pieces of them, put together and spoilt.
Texts near_texts(const std::set<std::string>& patterns, std::size_t count) {
  std::mt19937 random(7);
  Texts pieces{"' or 1=1 -- ",
               "<script>",
               "../../etc/passwd",
               "; cat /etc/passwd",
               "a=b&c=d",
               "text/html",
               "${jndi:",
               "\n",
               " ",
               "="};
  for (const std::string& pattern : patterns) {
    pieces.push_back(pattern.substr(random() % pattern.size(), 12));
    const auto syntax = parse(pattern);
    if (!syntax) continue;
    for (const LiteralClause& clause : analyse(*syntax).clauses)
      pieces.push_back(clause.any_of[random() % clause.any_of.size()]);
  }
  Texts texts;
  while (texts.size() < count) {
    std::string text;
    for (std::size_t parts = 1 + random() % 5; parts > 0; --parts) text += pieces[random() % pieces.size()];
    for (std::size_t spoilt = random() % 3; spoilt > 0; --spoilt)
      text[random() % text.size()] = static_cast<char>(random() % 256);
    texts.push_back(std::move(text));
  }
  return texts;
}

TEST(RegexPcre2Equality, CoreRuleSet) {
  const std::filesystem::path folder = "/usr/share/modsecurity-crs/rules";
  if (!std::filesystem::exists(folder))
    GTEST_SKIP() << "the Core Rule Set (package modsecurity-crs) is not installed";
  std::set<std::string> patterns;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".conf") add_rule_patterns(file.path(), patterns);
  }
  ASSERT_GT(patterns.size(), 200u);
  const Texts texts = near_texts(patterns, 200);
  Engines engines;
  std::size_t backtracking = 0;
  for (const std::string& pattern : patterns) {
    Compared compared(pattern, engines.matcher, engines.pike, engines.backtracker);
    backtracking += compared.is_linear() ? 0u : 1u;
    for (const std::string& text : texts) compared.compare(text);
    if (HasFailure()) return;
  }
  // Of those of CRS 3.3 five need it: look-around, back-references, and two possessive quantifiers that are not greedy.
  EXPECT_LT(backtracking, 10u);
}

}  // namespace
}  // namespace bulkhead::match::regex
