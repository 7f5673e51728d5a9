// Every scalar value must read back as written, and everything else must be refused: the whole code space
// is small enough to try, and the ill-formed table is that of Unicode §3.9.

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bulkhead {
namespace {

using namespace std::string_literals;

TEST(Utf8, EveryScalarValueReadsBack) {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    std::string text;
    append_utf8(text, value);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    const CodePoint point = first_code_point(text);
    ASSERT_EQ(point.well_formed, !surrogate) << unsigned(value);
    if (surrogate) continue;
    ASSERT_EQ(point.value, value);
    ASSERT_EQ(point.bytes, text.size());
  }
}

TEST(Utf8, IllFormedRunsAreTakenAsUnicodeAdvises) {
  struct Case {
    std::string text;
    std::vector<std::size_t> runs;  // bytes taken by each step
  };
  const std::vector<Case> cases{
      {"\x80", {1}},
      {"\xc0\xaf", {1, 1}},
      {"\xe0\x80\xaf", {1, 1, 1}},
      {"\xed\xa0\x80", {1, 1, 1}},
      {"\xf4\x91\x92\x93", {1, 1, 1, 1}},
      {"\xff", {1}},
      {"\xe1\x80" + "A"s, {2, 1}},
      {"\xf0\x91\x92" + "A"s, {3, 1}},
      {"\xf0\x91\x92", {3}},
      {"\xe2\x82\xac", {3}},
  };
  for (const Case& c : cases) {
    std::vector<std::size_t> runs;
    for (std::string_view rest = c.text; !rest.empty(); rest.remove_prefix(runs.back()))
      runs.push_back(first_code_point(rest).bytes);
    EXPECT_EQ(runs, c.runs);
  }
}

TEST(Utf8, WholeTexts) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("ë🚪"));
  EXPECT_FALSE(is_utf8("ë\xc3"));
}

}  // namespace
}  // namespace bulkhead
