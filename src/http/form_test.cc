// A form's arguments are those that libmodsecurity 3.0.9 finds in the same bytes; each row was run there once.

#include "http/form.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "http/argument_list_for_test.h"

namespace bulkhead::http {
namespace {

using namespace std::string_literals;

struct FormCase {
  const char* what;
  std::string bytes;
  std::string arguments;
  bool invalid_encoding = false;
};

TEST(FormTest, SplitsAndDecodes) {
  const FormCase cases[] = {
      {"nothing", "", ""},
      {"two", "a=1&b=2", "a=1\nb=2\n"},
      {"plus and percent", "a+b=%41+%2B%3d", "a b=A +=\n"},
      {"both cases of digits", "a=%4f%4F", "a=OO\n"},
      {"decoded once", "a=%2541", "a=%41\n"},
      {"no equals sign", "a&b", "a=\nb=\n"},
      {"equals sign in the value", "a=b=c", "a=b=c\n"},
      {"no name", "=x", "=x\n"},
      {"empty pieces", "&a=1&&b=2", "=\na=1\n=\nb=2\n"},
      {"nothing behind the last separator", "a=1&", "a=1\n"},
      {"only a separator", "&", "=\n"},
      {"an encoded separator separates nothing", "a=1%26b=2", "a=1&b=2\n"},
      {"NUL", "a%00b=c\0d"s, "a\0b=c\0d\n"s},
      {"other bytes are left alone", "\xc3\xa9=\xff;", "\xc3\xa9=\xff;\n"},
      {"percent at the end", "a=%", "a=%\n", true},
      {"one digit at the end", "a=%4", "a=%4\n", true},
      {"no digits", "a=%zz&b=%4g", "a=%zz\nb=%4g\n", true},
      {"in a name", "%=1", "%=1\n", true},
      {"an encoding behind a wrong one", "a=%%41", "a=%A\n", true},
      {"of Microsoft, which is none", "a=%u0041", "a=%u0041\n", true},
  };
  for (const FormCase& c : cases) {
    SCOPED_TRACE(c.what);
    Arena arena(1u << 20, 0);
    ArgumentListForTest list;
    const FormOutcome outcome = read_form(c.bytes, '&', arena, list);
    EXPECT_EQ(list.text(), c.arguments);
    EXPECT_EQ(outcome.invalid_encoding, c.invalid_encoding);
    EXPECT_EQ(outcome.arguments_count, list.count());
    EXPECT_EQ(outcome.stop, ReadStop::kNone);
  }
}

TEST(FormTest, SeparatorIsAnOption) {
  Arena arena(1u << 20, 0);
  ArgumentListForTest list;
  read_form("a=1;b=2&c", ';', arena, list);
  EXPECT_EQ(list.text(), "a=1\nb=2&c\n");
}

TEST(FormTest, WhatNeedsNoDecodingIsAView) {
  class Views final : public ArgumentSink {
   public:
    explicit Views(std::string_view input) : input_(input) {}
    bool argument(std::string_view name, std::string_view value) override {
      const auto within = [&](std::string_view view) {
        return view.data() >= input_.data() && view.data() + view.size() <= input_.data() + input_.size();
      };
      EXPECT_TRUE(within(name));
      EXPECT_EQ(within(value), value != "decoded here");
      return true;
    }

   private:
    std::string_view input_;
  };
  const std::string bytes = "name=value&other=decoded+here&=";
  Arena arena(1u << 20, 0);
  Views views(bytes);
  EXPECT_EQ(read_form(bytes, '&', arena, views).arguments_count, 3u);
}

TEST(FormTest, StopsAtMaxima) {
  std::string bytes;
  for (int i = 0; i < 1'001; ++i) bytes += "a=1&";
  Arena arena(1u << 20, 0);
  ArgumentListForTest at_max(1'001);
  EXPECT_EQ(read_form(bytes, '&', arena, at_max).stop, ReadStop::kNone);
  ArgumentListForTest beyond(1'000);
  const FormOutcome outcome = read_form(bytes, '&', arena, beyond);
  EXPECT_EQ(outcome.stop, ReadStop::kSink);
  EXPECT_EQ(outcome.arguments_count, 1'000u);
  Arena small(Arena::kBlockBytes - 1, 0);
  ArgumentListForTest list;
  EXPECT_EQ(read_form("a=" + std::string(Arena::kBlockBytes, '+'), '&', small, list).stop, ReadStop::kMemory);
  EXPECT_EQ(list.count(), 0u);
}

}  // namespace
}  // namespace bulkhead::http
