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
  EXPECT_EQ(filled.substr(page.asked_at, RenderedPage::kAskedAtBytes), "2026-07-17 02:14:07 UTC");
  EXPECT_EQ(page.retry_after_at, RenderedPage::kNoGap);
  for (const auto& [at, width] : {std::pair(page.reference_at, RenderedPage::kReferenceBytes),
                                  std::pair(page.asked_at, RenderedPage::kAskedAtBytes)}) {
    filled.replace(at, width, page.bytes.substr(at, width));
  }
  EXPECT_EQ(filled, page.bytes);
}

TEST(RenderedPageTest, a_page_without_gaps_is_itself) {
  const RenderedPage page = {.bytes = "nothing to fill"};
  EXPECT_EQ(page.filled({}), "nothing to fill");
}

TEST(RenderedPageTest, times_far_away_are_as_wide_as_any) {
  const RenderedPage page = render_door_page({});
  for (const RealTime at : {RealTime::min(), RealTime::max(), RealTime{}}) {
    EXPECT_EQ(page.filled({{}, at, 0}).size(), page.bytes.size());
  }
}

}  // namespace
}  // namespace bulkhead::answers
