// Lines and columns are what an editor shows, whatever the line ends and however many bytes a character has; and no
// byte that could mislead the YAML parser passes for text.

#include "policy/source_text.h"

#include <gtest/gtest.h>

#include <string>

namespace bulkhead::policy {
namespace {

TEST(SourceText, CountsLinesAndCharacters) {
  struct Row {
    std::string_view text;
    std::uint32_t offset;
    LineColumn expected;
  };
  const Row rows[] = {
      {"", 0, {1, 1}},       {"abc", 2, {1, 3}},    {"abc", 99, {1, 4}},  // beyond the end is the end
      {"a\nb", 1, {1, 2}},                                                // the line end belongs to its line
      {"a\nb", 2, {2, 1}},   {"a\r\nb", 3, {2, 1}}, {"ë: x", 4, {1, 4}},  // two bytes, one character
      {"\n\n\n", 3, {4, 1}}, {"a\rb", 2, {1, 3}},                         // a lone CR ends no line
  };
  for (const Row& row : rows) {
    const SourceText source(row.text);
    EXPECT_EQ(source.at(row.offset).line, row.expected.line) << row.text;
    EXPECT_EQ(source.at(row.offset).column, row.expected.column) << row.text;
  }
}

TEST(SourceText, FindsTheFirstByteThatIsNoText) {
  struct Row {
    std::string_view text;
    int offset;  ///< -1: all is text
  };
  const Row rows[] = {
      {"", -1},
      {"a: ë\t\r\n— 👍", -1},
      {std::string_view("a\0b", 3), 1},
      {"ab\x04", 2},  // the YAML parser would take it for the end of the file
      {"\x1b[2J", 0},
      {"a\x7f", 1},
      {"a\xc2\x85", 1},     // a C1 control, which YAML 1.1 takes for a line end
      {"a\xc3(", 1},        // broken
      {"\xed\xa0\x80", 0},  // a surrogate
      {"\xff\xfe", 0},      // UTF-16
  };
  for (const Row& row : rows) {
    const auto bad = SourceText(row.text).first_bad_byte();
    EXPECT_EQ(bad ? static_cast<int>(bad->offset) : -1, row.offset) << row.text;
  }
}

}  // namespace
}  // namespace bulkhead::policy
