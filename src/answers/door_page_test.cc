// The page must say what is known and nothing else, in one form that a golden file shows; no text may leave
// its place; and it must stay small, for it is sent when there is trouble.

#include "answers/door_page.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "answers/golden_for_test.h"
#include "answers/problem.h"
#include "answers/sample_for_test.h"

namespace bulkhead::answers {
namespace {

constexpr std::size_t kPageBytesMax = 8'192;

std::string page(const DoorContext& context) {
  const PerRequest request = {Id::from_words(0x0123456789abcdef, 0xfedcba9876543210),
                              time_for_test("2026-07-17T02:20:00Z"), 60};
  return render_door_page(context).filled(request);
}

bool has(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

TEST(DoorPageTest, golden) {
  DoorContext closed = closed_for_test();
  expect_golden("closed.html", without_style(page(closed)));
  closed.zone = &zone_for_test();
  expect_golden("closed_local_time.html", without_style(page(closed)));
  closed.zone = nullptr;
  closed.submission = true;
  closed.expected_end.reset();
  closed.public_text = "Back on Monday.";
  closed.public_text_language = "en-gb";
  closed.language = "ar";
  closed.right_to_left = true;
  expect_golden("closed_worded_submission_rtl.html", without_style(page(closed)));
  for (const auto kind : {RefusalKind::kMisdirected, RefusalKind::kBadPath, RefusalKind::kBadHost,
                          RefusalKind::kGatewayFailure, RefusalKind::kTooLarge, RefusalKind::kNotFound}) {
    DoorContext context = closed_for_test();
    context.kind = kind;
    context.submission = kind == RefusalKind::kTooLarge;
    expect_golden(std::string(refusal(kind).name) + ".html", without_style(page(context)));
  }
}

TEST(DoorPageTest, who_asks_for_a_name_that_is_not_ours_learns_nothing_about_us) {
  DoorContext ours = closed_for_test();
  ours.zone = &zone_for_test();
  for (const auto kind : {RefusalKind::kMisdirected, RefusalKind::kBadHost}) {
    ours.kind = kind;
    DoorContext anonymous;
    anonymous.kind = kind;
    EXPECT_EQ(page(ours), page(anonymous));
    EXPECT_EQ(render_problem(ours).bytes, render_problem(anonymous).bytes);
  }
}

TEST(DoorPageTest, the_time_of_the_request_reads_from_left_to_right_in_every_language) {
  DoorContext context = closed_for_test();
  context.zone = &zone_for_test();
  context.right_to_left = true;
  EXPECT_TRUE(has(page(context), "<code dir=\"ltr\">2026-07-17 04:20:00 +02:00</code>"));
}

TEST(DoorPageTest, a_submission_is_told_that_nothing_was_received) {
  DoorContext context = closed_for_test();
  EXPECT_FALSE(has(page(context), "was not received"));
  context.submission = true;
  EXPECT_TRUE(has(page(context), "was not received"));
  EXPECT_TRUE(has(page(context), "send it again later"));
  context.kind = RefusalKind::kTooLarge;
  EXPECT_TRUE(has(page(context), "was not received"));
  EXPECT_FALSE(has(page(context), "send it again later"));
}

TEST(DoorPageTest, causes_have_words_of_their_own_and_the_order_s_words_win) {
  DoorContext context = closed_for_test();
  context.cause = posture::Cause::kLoad;
  EXPECT_TRUE(has(page(context), entry(Phrase::kClosedLoad).english));
  context.public_text = "Own words.";
  EXPECT_TRUE(has(page(context), "Own words."));
  EXPECT_FALSE(has(page(context), entry(Phrase::kClosedLoad).english));
}

TEST(DoorPageTest, what_is_not_known_is_left_out_or_said) {
  DoorContext context;
  const std::string bare = page(context);
  EXPECT_TRUE(has(bare, "This service</bdi>: closed for now"));
  EXPECT_TRUE(has(bare, "Not known yet"));
  for (const std::string_view absent :
       {"Closed since", "<header>", "Where else", "are working", "Questions", "State of all"}) {
    EXPECT_FALSE(has(bare, absent)) << absent;
  }
}

TEST(DoorPageTest, at_most_ten_alternatives) {
  const std::vector<Link> links(DoorContext::kAlternativesMax + 1, Link{"Other", "/other"});
  DoorContext context = closed_for_test();
  for (const std::size_t count : {DoorContext::kAlternativesMax, DoorContext::kAlternativesMax + 1}) {
    context.alternatives = std::span(links).first(count);
    const std::string html = page(context);
    const std::regex item("<li>");
    EXPECT_EQ(std::distance(std::sregex_iterator(html.begin(), html.end(), item), {}),
              static_cast<std::ptrdiff_t>(DoorContext::kAlternativesMax));
  }
}

TEST(DoorPageTest, stays_small) {
  const std::vector<Link> links(DoorContext::kAlternativesMax, Link{"A service with a rather long title",
                                                                    "https://service-number-one.example/"});
  DoorContext context = closed_for_test();
  context.alternatives = links;
  context.submission = true;
  const std::string words(400, 'x');
  context.public_text = words;
  context.elsewhere = words;
  EXPECT_LE(page(context).size(), kPageBytesMax);
}

// Puts a hostile text into each field in turn. The page must keep the elements that it has with a harmless
// text: whatever else shows up came out of a field.
TEST(DoorPageTest, no_field_leaves_its_place) {
  struct Field {
    const char* name;
    void (*set)(DoorContext&, std::string_view);
  };
  static Link link;
  const std::vector<Field> fields = {
      {"agency_name", [](DoorContext& c, std::string_view t) { c.agency_name = t; }},
      {"agency_contact", [](DoorContext& c, std::string_view t) { c.agency_contact = t; }},
      {"agency_homepage", [](DoorContext& c, std::string_view t) { c.agency_homepage = t; }},
      {"service", [](DoorContext& c, std::string_view t) { c.service = t; }},
      {"service_title", [](DoorContext& c, std::string_view t) { c.service_title = t; }},
      {"public_text", [](DoorContext& c, std::string_view t) { c.public_text = t; }},
      {"public_text_language",
       [](DoorContext& c, std::string_view t) { c.public_text = "words", c.public_text_language = t; }},
      {"elsewhere", [](DoorContext& c, std::string_view t) { c.elsewhere = t; }},
      {"language", [](DoorContext& c, std::string_view t) { c.language = t; }},
      {"status_url", [](DoorContext& c, std::string_view t) { c.status_url = t; }},
      {"alternative title",
       [](DoorContext& c, std::string_view t) { link = {t, "/x"}, c.alternatives = {&link, 1}; }},
      {"alternative url",
       [](DoorContext& c, std::string_view t) { link = {"x", t}, c.alternatives = {&link, 1}; }},
  };
  const std::regex markup("<[a-zA-Z!/][^>]*>");
  const std::regex value("\"[^\"]*\"");
  const auto skeleton = [&](const std::string& html) {
    std::string tags;
    for (std::sregex_iterator at(html.begin(), html.end(), markup), end; at != end; ++at) {
      tags += std::regex_replace(at->str(), value, "\"\"") + "\n";
    }
    return tags;
  };
  for (const Field& field : fields) {
    for (const std::string_view hostile : kHostile) {
      DoorContext calm = closed_for_test();
      field.set(calm, "harmless");
      DoorContext attacked = closed_for_test();
      field.set(attacked, hostile);
      const std::string html = page(attacked);
      EXPECT_EQ(skeleton(without_style(html)), skeleton(without_style(page(calm))))
          << field.name << ": " << hostile;
      EXPECT_EQ(html.find('\0'), std::string::npos);
      EXPECT_EQ(html.find('\x1b'), std::string::npos);
      EXPECT_FALSE(has(html, "href=\"javascript:")) << field.name;
    }
  }
}

}  // namespace
}  // namespace bulkhead::answers
