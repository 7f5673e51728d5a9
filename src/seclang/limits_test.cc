// What must hold: at each limit rules are still taken, one beyond it they are refused by the limit's name and both
// numbers.

#include "seclang/limits.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "seclang/rules_for_test.h"

namespace bulkhead::seclang {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// `times` numbered rules or the like: # becomes the number.
std::string numbered(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 1; i <= times; ++i) {
    for (const char c : text) all += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return all;
}

struct LimitCase {
  const char* name;
  std::size_t Limits::* limit;
  std::size_t max;
  /// Rules in which `count` of what is limited are.
  std::string (*rules)(std::size_t count);
};

class LimitsTest : public testing::TestWithParam<LimitCase> {};

Parsed parse_with(const LimitCase& one, std::size_t count) {
  Limits limits;
  limits.*one.limit = one.max;
  return parse_text(
      one.rules(count), limits,
      TableFiles(TableFiles::Table{
          {"f1", "\n"}, {"f2", "b"}, {"f3", "c"}, {"i1", "Include i2"}, {"i2", "Include i3"}, {"i3", ""}}));
}

TEST_P(LimitsTest, HoldAtTheMostAndNotBeyond) {
  const LimitCase& one = GetParam();
  const Parsed most = parse_with(one, one.max);
  EXPECT_TRUE(most.rules) << diagnostics(most);
  const Parsed beyond = parse_with(one, one.max + 1);
  EXPECT_FALSE(beyond.rules);
  const std::string said = diagnostics(beyond);
  EXPECT_NE(said.find(std::string(one.name) + " is " + std::to_string(one.max)), std::string::npos) << said;
}

constexpr std::string_view kRule = "SecRule ARGS x \"id:1,phase:2";

INSTANTIATE_TEST_SUITE_P(
    All, LimitsTest,
    testing::Values(
        LimitCase{"file_bytes_max", &Limits::file_bytes_max, 30,
                  [](std::size_t n) { return '#' + repeated("x", n - 1); }},
        LimitCase{"bytes_max", &Limits::bytes_max, 40,
                  [](std::size_t n) { return "IncludeOptional f1\n#" + repeated("x", n - 21); }},
        LimitCase{"files_max", &Limits::files_max, 3,
                  [](std::size_t n) {
                    return "SecRule ARGS \"@pmFromFile" + numbered(" f#", n - 1) + "\" id:1,phase:2";
                  }},
        LimitCase{"include_depth_max", &Limits::include_depth_max, 2,
                  [](std::size_t n) { return "Include i" + std::to_string(4 - n); }},
        LimitCase{"line_bytes_max", &Limits::line_bytes_max, 100,
                  [](std::size_t n) { return "SecMarker \\\n" + repeated("x", n - 10); }},
        LimitCase{"rules_max", &Limits::rules_max, 5,
                  [](std::size_t n) { return numbered("SecAction id:#,phase:1\n", n); }},
        LimitCase{"chain_links_max", &Limits::chain_links_max, 4,
                  [](std::size_t n) {
                    return "SecAction id:1,phase:1,chain\n" + repeated("SecAction t:none,chain\n", n - 2) +
                           "SecAction t:none";
                  }},
        LimitCase{"variables_max", &Limits::variables_max, 6,
                  [](std::size_t n) { return "SecRule ARGS" + repeated("|TX", n - 1) + " x id:1,phase:2"; }},
        LimitCase{"variables_max", &Limits::variables_max, 6,
                  [](std::size_t n) {
                    return std::string(kRule) + "\"\n" +
                           repeated("SecRuleUpdateTargetById 1 !ARGS:x\n", n - 1);
                  }},
        LimitCase{"actions_max", &Limits::actions_max, 6,
                  [](std::size_t n) { return std::string(kRule) + repeated(",tag:a", n - 2) + '"'; }},
        LimitCase{"actions_max", &Limits::actions_max, 6,
                  [](std::size_t n) {
                    return std::string(kRule) + "\"\n" + repeated("SecRuleUpdateActionById 1 tag:a\n", n - 2);
                  }},
        LimitCase{"transformations_max", &Limits::transformations_max, 6,
                  [](std::size_t n) { return std::string(kRule) + repeated(",t:trim", n) + '"'; }},
        LimitCase{"pattern_bytes_max", &Limits::pattern_bytes_max, 20,
                  [](std::size_t n) { return "SecRule ARGS " + repeated("x", n) + " id:1,phase:2"; }},
        LimitCase{"pattern_bytes_max", &Limits::pattern_bytes_max, 20,
                  [](std::size_t n) { return "SecRule ARGS:/" + repeated("x", n) + "/ x id:1,phase:2"; }},
        LimitCase{"pieces_max", &Limits::pieces_max, 6,
                  [](std::size_t n) { return std::string(kRule) + ",msg:" + repeated("%{tx.a}", n) + '"'; }},
        LimitCase{"words_max", &Limits::words_max, 6,
                  [](std::size_t n) { return "SecRule ARGS \"@pm" + repeated(" x", n) + "\" id:1,phase:2"; }},
        LimitCase{"markers_max", &Limits::markers_max, 6,
                  [](std::size_t n) { return repeated("SecMarker M\n", n); }},
        LimitCase{"exclusions_max", &Limits::exclusions_max, 6,
                  [](std::size_t n) { return repeated("SecRuleRemoveById 1\n", n); }},
        LimitCase{"default_bytes_max", &Limits::default_bytes_max, 30,
                  [](std::size_t n) { return "SecDefaultAction phase:1,pass,tag:" + repeated("x", n - 17); }},
        LimitCase{"update_bytes_max", &Limits::update_bytes_max, 20, [](std::size_t n) {
                    return numbered("SecRule ARGS x id:#,phase:2\n", n / 2) +
                           "SecRuleUpdateTargetById 1-99 TX\n" +
                           (n % 2 == 0 ? "" : "SecRuleUpdateTargetById 1 TX\n");
                  }}));

TEST(Limits, DiagnosticsAreCutAndCounted) {
  Limits limits;
  limits.diagnostics_max = 10;
  const Parsed parsed = parse_text(repeated("SecRuleRemoveById 1\n", 8) + repeated("SecFoo\n", 12), limits);
  EXPECT_FALSE(parsed.rules);
  ASSERT_EQ(parsed.diagnostics.size(), 11U);
  EXPECT_EQ(parsed.diagnostics.back().message, "and 10 more");
}

TEST(Limits, AFileThatIncludesItselfEnds) {
  const Parsed parsed =
      parse_text("Include a", {}, TableFiles(TableFiles::Table{{"a", "Include a\nInclude a\n"}}));
  EXPECT_FALSE(parsed.rules);
}

}  // namespace
}  // namespace bulkhead::seclang
