// A page filled for a request must differ from the rendered one in its gaps and nowhere else.

#include "answers/rendered_page.h"

#include <gtest/gtest.h>

#include "answers/door_page.h"
#include "answers/sample_for_test.h"

namespace bulkhead::answers {
namespace {

TEST(RenderedPageTest, fills_the_gaps_and_touches_nothing_else) {
  const RenderedPage page = render_door_page(closed_for_test());
  const Id reference = Id::from_words(1, 2);
  std::string filled = page.filled({reference, time_for_test("2026-07-17T02:14:07Z"), 0});
  ASSERT_EQ(filled.size(), page.bytes.size());
  EXPECT_EQ(filled.substr(page.reference_at, RenderedPage::kReferenceBytes), reference.text());
  EXPECT_EQ(filled.substr(page.asked_at, RenderedPage::kAskedAtBytesUtc), "2026-07-17 02:14:07 UTC");
  EXPECT_EQ(page.retry_after_at, RenderedPage::kNoGap);
  for (const auto& [at, width] : {std::pair(page.reference_at, RenderedPage::kReferenceBytes),
                                  std::pair(page.asked_at, RenderedPage::kAskedAtBytesUtc)}) {
    filled.replace(at, width, page.bytes.substr(at, width));
  }
  EXPECT_EQ(filled, page.bytes);
}

TEST(RenderedPageTest, the_time_of_the_request_is_the_agency_s_and_says_its_offset) {
  DoorContext context = closed_for_test();
  context.zone = &zone_for_test();
  const RenderedPage page = render_door_page(context);
  for (const auto& [at, expected] : {std::pair("2026-07-17T14:20:00Z", "2026-07-17 16:20:00 +02:00"),
                                     std::pair("2026-10-25T00:59:59Z", "2026-10-25 02:59:59 +02:00"),
                                     std::pair("2026-10-25T01:00:00Z", "2026-10-25 02:00:00 +01:00")}) {
    const std::string filled = page.filled({{}, time_for_test(at), 0});
    ASSERT_EQ(filled.size(), page.bytes.size());
    EXPECT_EQ(filled.substr(page.asked_at, RenderedPage::kAskedAtBytesLocal), expected);
  }
}

TEST(RenderedPageTest, a_page_without_gaps_is_itself) {
  const RenderedPage page = {.bytes = "nothing to fill"};
  EXPECT_EQ(page.filled({}), "nothing to fill");
}

TEST(RenderedPageTest, times_far_away_are_as_wide_as_any) {
  DoorContext context = closed_for_test();
  for (const Zone* zone : {&utc(), &zone_for_test()}) {
    context.zone = zone;
    const RenderedPage page = render_door_page(context);
    for (const RealTime at : {RealTime::min(), RealTime::max(), RealTime{}}) {
      EXPECT_EQ(page.filled({{}, at, 0}).size(), page.bytes.size());
    }
  }
}

}  // namespace
}  // namespace bulkhead::answers
