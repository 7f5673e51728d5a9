// What must hold: a page is seen as a person with a browser sees it: forms that ask, links that lead on, and whether the task is
// finished; also when the HTML is broken, hostile or somebody else's.

#include "drill/web/page.h"

#include <gtest/gtest.h>

namespace bulkhead::drill {
namespace {

TEST(Page, SeesTheFormsOfItsMainPart) {
  const Page page = read_page(
      "<html><body><form action=/language><input name=lang value=sq></form><main>"
      "<form method=POST action=/tasks/x/1><input type=hidden name=csrf value=t>"
      "<input name=phone required value=''><input name=copies inputmode=numeric>"
      "<select name=form required><option value=''></option><option value=a>A</option><option value=b "
      "selected>B</option></select>"
      "<input type=checkbox name=sure value=yes required><button>Go</button></form></main>");
  ASSERT_EQ(page.forms.size(), 1u);
  const Form& form = page.forms.front();
  EXPECT_TRUE(form.post);
  EXPECT_EQ(form.action, "/tasks/x/1");
  ASSERT_NE(form.field("form"), nullptr);
  EXPECT_EQ(form.field("form")->value, "b");
  EXPECT_EQ(form.field("form")->choices, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(form.field("copies")->type, "number");
  EXPECT_TRUE(form.field("phone")->required);
  EXPECT_FALSE(form.field("sure")->checked);
}

TEST(Page, IsFinishedOnlyWhenTheServiceSaysSo) {
  EXPECT_EQ(read_page("<head><meta name=bulkhead-demo content='task-finished:tax-return'></head>").finished,
            "tax-return");
  EXPECT_FALSE(read_page("<meta name=bulkhead-demo content='something else'>").finished);
  EXPECT_FALSE(read_page("<p>task-finished:tax-return</p>").finished)
      << "what a page says in words is not enough";
  EXPECT_FALSE(read_page("").finished);
}

TEST(Page, KnowsWhatBrowsersAskForByThemselves) {
  const Page page = read_page(
      "<head><link rel=stylesheet href=/assets/style.css><link rel=icon href=/assets/logo.svg><link rel=help "
      "href=/help><script src=/assets/form.js></script><script>inline()</script></head>"
      "<body><img src=/assets/logo.svg><main></main></body>");
  EXPECT_EQ(page.files, (std::vector<std::string>{"/assets/style.css", "/assets/logo.svg"}));
  EXPECT_EQ(page.scripts, std::vector<std::string>{"/assets/form.js"});
}

TEST(Page, BoundsWhatItKeepsOfAHostilePage) {
  std::string many = "<main>";
  for (int i = 0; i < 1'000; ++i)
    many += "<form><input name=a></form><a href=/x>x</a><img src=/" + std::to_string(i) + ">";
  const Page page = read_page(many);
  EXPECT_EQ(page.forms.size(), kFormsMax);
  EXPECT_EQ(page.links.size(), kLinksMax);
  EXPECT_EQ(page.files.size(), kFilesMax);
  std::string deep(100'000, '<');
  EXPECT_TRUE(read_page(deep).forms.empty());
  std::string nested;
  for (int i = 0; i < 50'000; ++i) nested += "<div>";
  EXPECT_TRUE(read_page(nested).forms.empty());
}

TEST(FormBody, SendsWhatBrowsersSend) {
  Form form;
  form.fields = {{"a b", "text", "x&y=ë", false, false, {}},
                 {"", "text", "unnamed", false, false, {}},
                 {"off", "checkbox", "yes", false, false, {}},
                 {"on", "checkbox", "", false, true, {}},
                 {"go", "submit", "Go", false, false, {}}};
  EXPECT_EQ(form_body(form), "a+b=x%26y%3D%C3%AB&on=on");
}

}  // namespace
}  // namespace bulkhead::drill
