// A map must be the section that was asked for, and a mistake in it must be found by its line, not by what
// gets through.

#include "text/unicode_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bulkhead::text {
namespace {

using testing::HasSubstr;

constexpr std::string_view kFile =
    "(MAC - Roman)\r\n"
    "\r\n"
    "1250  (ANSI - Central Europe)\r\n"
    "00a1:21 00A2:63\r\n"
    "\r\n"
    "20127 (US-ASCII)\r\n"
    "2215:2f 00a1:2e 2216:5c 00a1:22 \r\n"
    "ff0e:3f\r\n"
    "932   (Shift-JIS)\r\n"
    "00a5:5c zzzz:1\r\n";

TEST(UnicodeMap, HoldsTheSectionAskedFor) {
  const auto mappings = parse_unicode_map(kFile, 20127);
  ASSERT_TRUE(mappings) << mappings.error().message;
  const std::vector<UnicodeMapping> expected{{0x002E, '.'}, {0x00A1, '"'}, {0x2215, '/'}, {0x2216, '\\'},
                                             {0x3002, '.'}, {0xFF0E, '?'}, {0xFF61, '.'}};
  EXPECT_EQ(*mappings, expected);
  const UnicodeMap map(*mappings);
  EXPECT_EQ(map.find(0x2215), '/');
  EXPECT_EQ(map.find(0x002E), '.');
  EXPECT_EQ(map.find(0xFF61), '.');
  EXPECT_EQ(map.find(0x00A2), std::nullopt);
  EXPECT_EQ(map.find(0xFFFF), std::nullopt);
  EXPECT_EQ(UnicodeMap().find('.'), std::nullopt);
}

TEST(UnicodeMap, OnlyTheFirstSectionOfANumberCounts) {
  const auto mappings = parse_unicode_map("932 (one)\n00a5:5c\n932 (two)\n00a5:59 00a6:7c\n", 932);
  ASSERT_TRUE(mappings);
  EXPECT_EQ(UnicodeMap(*mappings).find(0x00A5), '\\');
  EXPECT_EQ(UnicodeMap(*mappings).find(0x00A6), std::nullopt);
}

TEST(UnicodeMap, SaysWhichLineIsWrong) {
  struct Case {
    std::string_view text;
    ErrorCode code;
    const char* message;
  };
  for (const Case& c : {
           Case{kFile, ErrorCode::kInvalid, "line 10: not a mapping of the form hhhh:hh: \"zzzz:1\""},
           Case{"932 x\n00a5:5c\n00a5\n", ErrorCode::kInvalid, nullptr},
           Case{"932\n00a5:\n", ErrorCode::kInvalid, "line 2: "},
           Case{"932\n\n100a5:5c\n", ErrorCode::kInvalid, "line 3: "},
           Case{"932\n00a5:15c\n", ErrorCode::kInvalid, "line 2: "},
           Case{"932\n00a5:5c 00a6\n", ErrorCode::kInvalid, "line 2: "},
           Case{"932\n00a5:\x1b[m\n", ErrorCode::kInvalid, "\"00a5:\\x1b[m\""},
           Case{"0932:41\n", ErrorCode::kNotFound, "no code page 932"},
           Case{"", ErrorCode::kNotFound, "no code page 932"},
       }) {
    const auto mappings = parse_unicode_map(c.text, 932);
    if (c.message == nullptr) {
      EXPECT_TRUE(mappings) << "a heading ends the section";
      continue;
    }
    ASSERT_FALSE(mappings) << c.text;
    EXPECT_EQ(mappings.error().code, c.code);
    EXPECT_THAT(mappings.error().message, HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace bulkhead::text
