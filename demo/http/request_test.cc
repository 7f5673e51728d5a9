// What comes off the wire is hostile until it is decoded: nothing here may crash, hold more than its
// limits, or let two spellings of a path lead to two places.

#include "demo/http/request.h"

#include <gtest/gtest.h>

#include "demo/http/cookie.h"
#include "demo/http/limits.h"

namespace bulkhead::demo {
namespace {

TEST(Target, IsReadOrRefused) {
  struct Case {
    std::string_view target;
    std::string_view path;  // "" where it is refused
  };
  const Case cases[] = {
      {"/", "/"},
      {"/a/b?c=d", "/a/b"},
      {"/%41%20b", "/A b"},
      {"/a+b", "/a+b"},
      {"/%C3%AB", "/ë"},
      {"", ""},
      {"a", ""},
      {"*", ""},
      {"http://elsewhere/", ""},
      {"/%", ""},
      {"/%4", ""},
      {"/%zz", ""},
      {"/%00", ""},
      {"/%0d%0a", ""},
      {"/a/../b", ""},
      {"/a/%2e%2e/b", ""},
      {"/./a", ""},
      {"/..", ""},
      {"/a%5cb", ""},
      {"/%ff", ""},
      {"/%c0%ae%c0%ae/", ""},  // overlong dots
      {"/...", "/..."},
      {"/%252e%252e", "/%2e%2e"},  // decoded once only
  };
  for (const Case& one : cases) {
    Request request;
    const Status read = parse_target(one.target, request);
    EXPECT_EQ(read.has_value(), !one.path.empty()) << one.target;
    EXPECT_EQ(read ? request.path : "", one.path) << one.target;
  }
}

TEST(Target, HasALengthMax) {
  Request request;
  EXPECT_TRUE(parse_target("/" + std::string(kTargetBytesMax - 1, 'a'), request));
  const Status longer = parse_target("/" + std::string(kTargetBytesMax, 'a'), request);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().code, ErrorCode::kLimit);
}

TEST(Pairs, AreDecoded) {
  const auto pairs = parse_pairs("a=1&b=%3Cscript%3E&c=x+y&&d&=e&a=2&f=%C3%AB=");
  ASSERT_TRUE(pairs);
  EXPECT_EQ(text_of(*pairs, "a"), "1");
  EXPECT_EQ(text_of(*pairs, "b"), "<script>");
  EXPECT_EQ(text_of(*pairs, "c"), "x y");
  EXPECT_EQ(value_of(*pairs, "d"), "");
  EXPECT_EQ(text_of(*pairs, "f"), "ë=");
  EXPECT_EQ(value_of(*pairs, "missing"), std::nullopt);
}

TEST(Pairs, HostileOnesAreRefused) {
  for (const std::string_view text : {"a=%", "a=%f", "%zz=1", "a=%ff", "%c3=1", "a=1&b=%ed%a0%80"}) {
    EXPECT_FALSE(parse_pairs(text)) << text;
  }
}

TEST(Pairs, HaveACountMax) {
  std::string text;
  for (std::size_t i = 0; i < kFieldsMax; ++i) text += "a=1&";
  EXPECT_TRUE(parse_pairs(text));
  const auto more = parse_pairs(text + "a=1");
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kLimit);
}

TEST(Cookies, AreReadLeniently) {
  const Pairs cookies = parse_cookies(" a=1;b=2 ; =x; noequals ;c=d=e;;; ");
  ASSERT_EQ(cookies.size(), 3u);
  EXPECT_EQ(text_of(cookies, "a"), "1");
  EXPECT_EQ(text_of(cookies, "b"), "2");
  EXPECT_EQ(text_of(cookies, "c"), "d=e");
}

TEST(Cookies, HaveACountMax) {
  std::string field;
  for (std::size_t i = 0; i < kCookiesMax + 1; ++i) field += "a=1;";
  EXPECT_EQ(parse_cookies(field).size(), kCookiesMax);
}

TEST(Cookies, AreWrittenWithTheirGuards) {
  EXPECT_EQ(cookie_text("session", "abc", false), "session=abc; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(cookie_text("session", "abc", true), "session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
}

TEST(PercentEncode, ComesBack) {
  const std::string text = "a b&c=\"<>/?#%\xC3\xAB";
  EXPECT_EQ(percent_decode(percent_encode(text), PlusMeans::kBlank), text);
}

}  // namespace
}  // namespace bulkhead::demo
