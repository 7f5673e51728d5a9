// Programs must get a valid problem document that says what the page says, whatever the texts hold.

#include "answers/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "answers/golden_for_test.h"
#include "answers/sample_for_test.h"

namespace bulkhead::answers {
namespace {

using Json = nlohmann::json;

const PerRequest kRequest = {Id::from_words(0x0123456789abcdef, 0xfedcba9876543210), RealTime{}, 75};

TEST(ProblemTest, golden) {
  DoorContext context = closed_for_test();
  context.submission = true;
  expect_golden("closed.json", render_problem(context).filled(kRequest));
}

TEST(ProblemTest, each_kind_has_its_type_and_status) {
  for (std::size_t i = 0; i < kRefusalKinds; ++i) {
    DoorContext context = closed_for_test();
    context.kind = static_cast<RefusalKind>(i);
    const Refusal& fixed = refusal(context.kind);
    const Json problem = Json::parse(render_problem(context).filled(kRequest));
    EXPECT_EQ(problem["type"], fixed.problem_type);
    EXPECT_EQ(problem["status"], fixed.status);
    EXPECT_FALSE(problem["title"].get<std::string>().empty());
    EXPECT_FALSE(problem["detail"].get<std::string>().empty());
    EXPECT_EQ(problem["reference"], kRequest.reference.text());
    EXPECT_EQ(problem.contains("retry_after"), fixed.retry);
    EXPECT_EQ(problem.contains("service"), fixed.names_service);
    EXPECT_EQ(problem.contains("alternatives"), fixed.retry && fixed.names_service);
    EXPECT_EQ(problem.contains("since"), context.kind == RefusalKind::kClosed);
    EXPECT_FALSE(problem.contains("received"));
  }
}

TEST(ProblemTest, says_what_is_known_and_null_for_what_is_not) {
  DoorContext context = closed_for_test();
  context.expected_end.reset();
  context.submission = true;
  const Json problem = Json::parse(render_problem(context).filled(kRequest));
  EXPECT_TRUE(problem["expected_end"].is_null());
  EXPECT_EQ(problem["received"], false);
  EXPECT_EQ(problem["retry_after"], 75);
  EXPECT_EQ(problem["since"], "2026-07-17T02:14:07Z");
  EXPECT_EQ(problem["alternatives"][0]["title"], "Civil registry");
}

TEST(ProblemTest, waits_of_any_width_fit_the_gap) {
  const RenderedPage page = render_problem(closed_for_test());
  for (const std::uint32_t wait :
       {0u, 9u, 3'600u, RenderedPage::kRetryAfterMax, RenderedPage::kRetryAfterMax + 1, ~0u}) {
    PerRequest request = kRequest;
    request.retry_after_s = wait;
    const std::string bytes = page.filled(request);
    EXPECT_EQ(bytes.size(), page.bytes.size());
    EXPECT_EQ(Json::parse(bytes)["retry_after"], std::min(wait, RenderedPage::kRetryAfterMax));
  }
}

TEST(ProblemTest, hostile_texts_stay_strings) {
  for (const std::string_view hostile : kHostile) {
    const Link link = {hostile, hostile};
    DoorContext context = closed_for_test();
    context.service = context.service_title = context.public_text = context.elsewhere = hostile;
    context.agency_contact = context.status_url = hostile;
    context.alternatives = {&link, 1};
    const Json problem = Json::parse(render_problem(context).filled(kRequest), nullptr, false);
    ASSERT_FALSE(problem.is_discarded()) << hostile;
    EXPECT_EQ(problem["status"], 503);
    EXPECT_EQ(problem.size(), 13u) << problem.dump();
    EXPECT_FALSE(problem["alternatives"][0].contains("url")) << hostile;
  }
}

}  // namespace
}  // namespace bulkhead::answers
