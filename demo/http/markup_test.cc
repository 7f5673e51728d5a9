// Text cannot become markup, whatever it holds.

#include "demo/http/markup.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

TEST(Markup, EscapesTextAndKeepsMarkup) {
  const std::string hostile = "\"><script>alert('1')</script>{}&";
  const Markup inner = html("<b>{}</b>", hostile);
  const std::string outer = html("<p title=\"{}\">{} {}</p>", hostile, inner, 42).html();
  EXPECT_EQ(outer.find("<script"), std::string::npos);
  EXPECT_EQ(outer.find("\"><"), std::string::npos) << outer;
  EXPECT_NE(outer.find("<b>"), std::string::npos);
  EXPECT_NE(outer.find("42</p>"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::demo
