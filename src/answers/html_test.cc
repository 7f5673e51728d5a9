// Whatever a text holds, it must stay text; only addresses that are harmless to follow become links.

#include "answers/html.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "answers/sample_for_test.h"

namespace bulkhead::answers {
namespace {

TEST(HtmlTest, text_is_escaped_and_plain_text_is_left_alone) {
  EXPECT_EQ(Html(64).text("plain text, 100 %").take(), "plain text, 100 %");
  EXPECT_EQ(Html(64).text("Shërbimi").take(), "Shërbimi");
  EXPECT_EQ(Html(64).text("<b a=\"1\" c='2'>&").take(), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
}

TEST(HtmlTest, linkable) {
  for (const std::string_view url :
       {"https://a.example/x?y=1", "http://a.example", "HTTPS://A.EXAMPLE", "/", "/status/"}) {
    EXPECT_TRUE(is_linkable(url)) << url;
  }
  for (const std::string_view url :
       {"", "javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "a.example",
        " https://a.example", "\thttps://a.example", "https:/a", "file:///etc/passwd"}) {
    EXPECT_FALSE(is_linkable(url)) << url;
  }
}

TEST(HtmlTest, links) {
  EXPECT_EQ(Html(64).link("/a?b&c", "A < B").take(), "<a href=\"/a?b&amp;c\"><bdi>A &lt; B</bdi></a>");
  EXPECT_EQ(Html(64).link("javascript:x", "A").take(), "<bdi>A</bdi>");
  EXPECT_EQ(Html(64).link("", "A").take(), "<bdi>A</bdi>");
}

TEST(HtmlTest, contacts) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"tel:+355 00", "<a href=\"tel:+355 00\"><bdi>+355 00</bdi></a>"},
      {"mailto:a@b.example", "<a href=\"mailto:a@b.example\"><bdi>a@b.example</bdi></a>"},
      {"https://a.example/help", "<a href=\"https://a.example/help\"><bdi>a.example/help</bdi></a>"},
      {"/help", "<a href=\"/help\"><bdi>/help</bdi></a>"},
      {"Phone 0800, 8:00 to 16:00", "<span dir=\"auto\">Phone 0800, 8:00 to 16:00</span>"},
      {"javascript:alert(1)", "<span dir=\"auto\">javascript:alert(1)</span>"},
      {"tel:\"><b>", "<a href=\"tel:&quot;&gt;&lt;b&gt;\"><bdi>&quot;&gt;&lt;b&gt;</bdi></a>"},
  };
  for (const auto& [contact, expected] : cases) EXPECT_EQ(Html(64).contact(contact).take(), expected);
}

TEST(HtmlTest, times) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"2026-07-17T02:04:59Z", "17 July 2026, 02:04 UTC"},
      {"2026-12-31T23:59:59Z", "31 December 2026, 23:59 UTC"},
      {"2028-02-29T00:00:00+02:00", "28 February 2028, 22:00 UTC"},
      {"1969-12-31T23:00:00Z", "31 December 1969, 23:00 UTC"},
  };
  for (const auto& [at, expected] : cases)
    EXPECT_EQ(time_text(time_for_test(at), {english(), utc()}), expected);
  EXPECT_EQ(Html(64).time(time_for_test("2026-07-01T02:04:59Z"), {english(), utc()}).take(),
            "<time datetime=\"2026-07-01T02:04:59Z\">1 July 2026, 02:04 UTC</time>");
}

class When final : public PhraseSource {
 public:
  explicit When(std::string_view when) : when_(when) {}
  std::string_view phrase(std::string_view key) const override {
    return key == "when" ? when_ : std::string_view();
  }

 private:
  std::string_view when_;
};

TEST(HtmlTest, times_of_the_agency_have_no_label_and_leave_nothing_in_its_place) {
  struct Row {
    std::string_view when, at, expected;
  };
  const std::vector<Row> rows = {
      {"{day} {month} {year}, {time} {zone}", "2026-07-17T14:00:00Z", "17 July 2026, 16:00"},
      {"{day} {month} {year}, {time} {zone}", "2026-03-29T00:59:59Z", "29 March 2026, 01:59"},
      {"{day} {month} {year}, {time} {zone}", "2026-03-29T01:00:00Z", "29 March 2026, 03:00"},
      {"{day} {month} {year}, {time} {zone}", "2026-12-31T23:30:00Z", "1 January 2027, 00:30"},
      // What the clocks show twice has to be told apart.
      {"{day} {month} {year}, {time} {zone}", "2026-10-25T00:30:00Z", "25 October 2026, 02:30 UTC+02:00"},
      {"{day} {month} {year}, {time} {zone}", "2026-10-25T01:30:00Z", "25 October 2026, 02:30 UTC+01:00"},
      {"{day} {month} {year}, {time} {zone}", "2026-10-25T02:00:00Z", "25 October 2026, 03:00"},
      {"{time} ({zone}), {day} {month}", "2026-07-17T14:00:00Z", "16:00, 17 July"},
      {"{time}, {zone}", "2026-07-17T14:00:00Z", "16:00"},
      {"{time}\u060c {zone}", "2026-07-17T14:00:00Z", "16:00"},
      {"{time}\u00a0{zone}", "2026-07-17T14:00:00Z", "16:00"},
      {"{zone}, {time}", "2026-07-17T14:00:00Z", "16:00"},
      {"{time} {zone}.", "2026-07-17T14:00:00Z", "16:00."},
      {"{zone}", "2026-07-17T14:00:00Z", ""},
      {"{time} h", "2026-07-17T14:00:00Z", "16:00 h"},
      // A text that says so itself must not lie.
      {"{day} {month} {year}, {time} UTC", "2026-07-17T14:00:00Z", "17 July 2026, 14:00 UTC"},
  };
  for (const Row& row : rows) {
    const When source(row.when);
    EXPECT_EQ(time_text(time_for_test(row.at), {source, zone_for_test()}), row.expected) << row.when;
  }
  EXPECT_EQ(Html(64).time(time_for_test("2026-07-01T02:04:59Z"), {english(), zone_for_test()}).take(),
            "<time datetime=\"2026-07-01T02:04:59Z\">1 July 2026, 04:04</time>");
}

TEST(HtmlTest, two_times_in_either_order) {
  const RealTime when = time_for_test("2026-07-01T00:00:00Z");
  const RealTime until = time_for_test("2026-07-02T00:00:00Z");
  const std::string first = "<time datetime=\"2026-07-01T00:00:00Z\">1 July 2026, 00:00 UTC</time>";
  const std::string second = "<time datetime=\"2026-07-02T00:00:00Z\">2 July 2026, 00:00 UTC</time>";
  EXPECT_EQ(Html(64).times("From {when} until {until}.", when, until, {english(), utc()}).take(),
            "From " + first + " until " + second + ".");
  EXPECT_EQ(Html(64).times("{until} ({when})", when, until, {english(), utc()}).take(),
            second + " (" + first + ")");
  EXPECT_EQ(Html(64).times("none <", when, until, {english(), utc()}).take(), "none &lt;");
}

}  // namespace
}  // namespace bulkhead::answers
