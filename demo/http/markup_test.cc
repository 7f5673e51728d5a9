// Text cannot become markup, whatever it holds.

#include "demo/http/markup.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

TEST(Markup, EscapesTextAndKeepsMarkup) {
  const std::string hostile = "\"><script>'{}&";
  const Markup inner = html("<b>{}</b>", hostile);
  const std::string escaped = "&quot;&gt;&lt;script&gt;&#39;{}&amp;";
  EXPECT_EQ(html("<p title=\"{}\">{} {}</p>", hostile, inner, 42).html(),
            "<p title=\"" + escaped + "\"><b>" + escaped + "</b> 42</p>");
}

}  // namespace
}  // namespace bulkhead::demo
