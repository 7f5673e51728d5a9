// What counts as a pattern. Every row is also put to PCRE2, whose language it is: what it refuses must be refused, and
// what it takes must be read, as a tree or as a pattern that needs backtracking.

#include "match/regex/syntax.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "match/regex/pcre2_regex.h"

namespace bulkhead::match::regex {
namespace {

bool pcre2_takes(std::string_view pattern) { return Pcre2Regex::compile(pattern, {}, {}).has_value(); }

TEST(RegexSyntax, ReadsWhatPcre2Reads) {
  for (const std::string_view pattern : {
           "",
           "a|",
           "()",
           "(|)",
           "a**",
           "a+*",
           "a++",
           "a+++",
           "a{2}{3}",
           "a{2}+{3}",
           "^*",
           "\\b+",
           "(?i)*",
           "(?:^)*",
           "*a",
           "a|*",
           "a{,3}",
           "{",
           "{2}",
           "a{3,1}",
           "a{65535}",
           "a{65536}",
           "a{1001}",
           "a{0}",
           "(a){0}",
           "}",
           "]",
           "a{1",
           "a{1,x}",
           "(?x)a +",
           "(?x)a+ +",
           "(?x)a{2} ?b",
           "(?x)a #b\n+",
           "(?x) *",
           "a(?#x)*",
           "a\\Q\\E*",
           "\\Q\\E*",
           "\\E*",
           "a\\E*",
           "\\Qa*\\E*",
           "\\Qab",
           "(?#",
           "(?#)",
           "[a-\\d]",
           "[\\d-a]",
           "[\\d-]",
           "[a-[:alpha:]]",
           "[[:alpha:]-z]",
           "[[:alpha:]-]",
           "[[:foo:]]",
           "[[.a.]]",
           "[[=a=]]",
           "[:alpha:]",
           "[\\b]",
           "[\\B]",
           "[\\N]",
           "[\\R]",
           "[\\X]",
           "[\\h\\v\\H\\V]",
           "[\\Q]\\E]",
           "[a\\Q-\\Ez]",
           "[a-\\Qz\\E]",
           "[\\E]",
           "[]",
           "[^]",
           "[]a]",
           "[^]a]",
           "[z-a]",
           "[a-z-9]",
           "[a-z--]",
           "[--a]",
           "[a-]",
           "[-a]",
           "[a-\\x]",
           "[[:^alpha:]]",
           "[[:<:]]a",
           "[[:<:]a]",
           "[[:alpha:]",
           "[a[:",
           "[[:]",
           "[[:a]",
           "[[:alpha]]",
           "[\\1]",
           "[\\8]",
           "[\\18]",
           "[\\400]",
           "[\\i]",
           "[\\A]",
           "[\\e\\f\\a\\n\\r\\t\\0]",
           "(?xx)[a b]",
           "(?xx)[ ]",
           "(?xx)[ ]a]",
           "(?xx)[^ ]",
           "[\\c]",
           "[\\ca]",
           "\\x{100}",
           "\\x{ff}",
           "\\x{}",
           "\\x{g}",
           "\\x",
           "\\xg",
           "\\x{41",
           "\\o{101}",
           "\\o{400}",
           "\\o{}",
           "\\o",
           "\\400",
           "\\377",
           "\\18",
           "\\11",
           "(a)\\10",
           "\\c",
           "\\ca",
           "\\c{",
           "\\",
           "\\i",
           "\\q",
           "\\u",
           "\\L",
           "\\N",
           "\\N{2}",
           "\\N{a}",
           "\\N{U+41}",
           "\\_",
           "\\-",
           "\\G",
           "\\K",
           "\\z\\Z\\A",
           "\\C",
           "\\R+",
           "\\X",
           "(",
           ")",
           "(?",
           "(?P",
           "(?P<1a>x)",
           "(?P<a>x)(?P<a>y)",
           "(?<a>x)",
           "(?'a'x)",
           "(?<>x)",
           "(?<a",
           "(?J)(?<a>x)(?<a>y)",
           "(?<abcdefghijklmnopqrstuvwxyzabcdefg>x)",
           "(?<abcdefghijklmnopqrstuvwxyzabcdef>x)",
           "(?i-s:x)",
           "(?i-s-m:x)",
           "(?^i:x)",
           "(?^:x)",
           "(?^-i:x)",
           "(?--i:x)",
           "(?)",
           "(?-)",
           "(?n)(a)",
           "(?U)a*",
           "(?u)",
           "(?i",
           "(?=a)*",
           "(?!a)b",
           "(?<=a)b",
           "(?<!a)b",
           "(?>a*)b",
           "(?|(a)|(b))",
           "(?R)?",
           "(a)(?1)",
           "(?(1)a|b)(c)",
           "(*ACCEPT)a",
           "(?C)a",
           "(*)",
           "(a)\\1",
           "(?P<n>a)(?P=n)",
           "(?<n>a)\\k<n>",
           "(?<n>a)\\g{n}",
           "(?<n>a)(?&n)",
           "(?<n>a)(?P>n)",
       }) {
    EXPECT_EQ(parse(pattern).has_value(), pcre2_takes(pattern)) << pattern;
  }
}

TEST(RegexSyntax, SaysWhereAndWhat) {
  const struct {
    std::string_view pattern;
    std::size_t offset_bytes;
    std::string_view words;
  } rows[] = {
      {"ab(c", 2, "not closed"},         {"ab)", 2, "nothing is open"},
      {"a[bc", 1, "no closing bracket"}, {"a**", 2, "nothing here to repeat"},
      {"[z-a]", 3, "runs backwards"},    {"x\\q", 1, "no such escape"},
      {"a{5,2}", 1, "out of order"},     {"\\x{1ff}", 5, "over 255"},
      {"[[:nix:]]", 3, "no such class"}, {"(?<a>x)(?<a>y)", 7, "same name"},
      {"[a-\\d]", 3, "hyphen last"},     {"a\\", 1, "ends in a backslash"},
      {"[:digit:]", 0, "[[:alpha:]]"},   {"(?iq)", 3, "no option"},
      {"a{70000}", 1, "65535"},
  };
  for (const auto& row : rows) {
    const auto read = parse(row.pattern);
    ASSERT_FALSE(read) << row.pattern;
    EXPECT_EQ(read.error().offset_bytes, row.offset_bytes) << row.pattern << ": " << read.error().message;
    EXPECT_NE(read.error().message.find(row.words), std::string::npos)
        << row.pattern << ": " << read.error().message;
  }
}

TEST(RegexSyntax, NamesWhatNeedsBacktracking) {
  const struct {
    std::string_view pattern;
    std::string_view reason;  // empty: linear
  } rows[] = {
      {"(a)\\1", "back-reference"},
      {"a(?=b)", "look-ahead"},
      {"(?<!a)b", "look-behind"},
      {"(?>ab|a)b", "atomic group"},
      {"(?>a)b", ""},
      {"a(?R)?b", "recursion"},
      {"(?(1)a|b)", "conditional group"},
      {"(*UTF)a", "backtracking verb"},
      {"a\\Kb", "\\K"},
      {"\\Ga", "\\G"},
      {"\\p{L}", "Unicode property"},
      {"[^\\p{L}]", "Unicode property"},
      {"(?|(a)|(b))", "branch reset group"},
      {"a{1001}", "a count over 1000"},
      {"a{1000}", ""},
      // Giving back would not help: the byte that follows is none of those repeated.
      {"\\s*+;", ""},
      {"[^\"]++\"", ""},
      {"(?>[^\"]+)\"", ""},
      {"a++", ""},
      {"(?:a++b)*", ""},
      {"x?+(?:y|z)", ""},
      {"a*+ab", "possessive or atomic part"},
      {"a*+\\b", "possessive or atomic part"},
      {"(?:.a*+){2}", "possessive or atomic part"},
      {"(?:ab)*+c", "possessive or atomic part"},
      {"(?:ab|a)++", ""},
      {"\\Ra", ""},
      {"\\R\\n", "possessive or atomic part"},
  };
  for (const auto& row : rows) {
    const auto read = parse(row.pattern);
    ASSERT_TRUE(read) << row.pattern;
    EXPECT_EQ(read->backtracking_reason, row.reason) << row.pattern;
  }
}

TEST(RegexSyntax, BoundsNestingGroupsAndLength) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_TRUE(parse(nested(Syntax::kNestingMax)));
  EXPECT_FALSE(parse(nested(Syntax::kNestingMax + 1)));
  EXPECT_FALSE(parse(std::string(100'000, '(')));

  std::string groups;
  for (std::size_t i = 0; i < Syntax::kGroupsMax; ++i) groups += "(a)";
  EXPECT_TRUE(parse(groups));
  EXPECT_FALSE(parse(groups + "(a)"));

  EXPECT_TRUE(parse(std::string(Syntax::kPatternBytesMax, 'a')));
  EXPECT_FALSE(parse(std::string(Syntax::kPatternBytesMax + 1, 'a')));
}

}  // namespace
}  // namespace bulkhead::match::regex
