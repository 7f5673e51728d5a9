// Clients must be told to come back neither before there is a point in it nor all at once; the fields of an
// answer must keep it out of caches and keep anything from running in it.

#include "answers/headers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "answers/style.h"

namespace bulkhead::answers {
namespace {

using std::chrono::seconds;

constexpr RealTime kNow{std::chrono::hours(24 * 365 * 56)};

RetryContext closed(posture::Cause cause, std::optional<seconds> ends_in) {
  RetryContext context{RefusalKind::kClosed, cause, kNow, std::nullopt};
  if (ends_in) context.expected_end = kNow + *ends_in;
  return context;
}

struct RetryCase {
  std::string_view name;
  RetryContext context;
  std::uint32_t from_s;
  std::uint32_t to_s;
};

const std::vector<RetryCase> kRetryCases = {
    {"end unknown, load", closed(posture::Cause::kLoad, std::nullopt), 30, 90},
    {"end unknown, no cause", closed(posture::Cause::kNone, std::nullopt), 60, 180},
    {"end unknown, maintenance", closed(posture::Cause::kMaintenance, std::nullopt), 300, 600},
    {"end unknown, attack", closed(posture::Cause::kAttack, std::nullopt), 600, 1'200},
    {"end unknown, compromise", closed(posture::Cause::kCompromise, std::nullopt), 600, 1'200},
    {"fault of ours", {RefusalKind::kGatewayFailure, posture::Cause::kNone, kNow, std::nullopt}, 30, 90},
    {"end now", closed(posture::Cause::kLoad, seconds(0)), 30, 90},
    {"end passed", closed(posture::Cause::kAttack, seconds(-5)), 600, 1'200},
    {"end in a second", closed(posture::Cause::kLoad, seconds(1)), kRetryAfterSecondsMin,
     kRetryAfterSecondsMin + 30},
    {"end in ten minutes", closed(posture::Cause::kLoad, seconds(600)), 600, 660},
    {"end just near", closed(posture::Cause::kLoad, seconds(kEndIsNearSeconds)), kEndIsNearSeconds,
     kRetryAfterSecondsMax},
    {"end just not near", closed(posture::Cause::kLoad, seconds(kEndIsNearSeconds + 1)), 2'700, 3'600},
    {"end in a year", closed(posture::Cause::kMaintenance, seconds(86'400 * 365)), 2'700, 3'600},
};

TEST(HeadersTest, waits_are_inside_their_window_and_use_all_of_it) {
  for (const RetryCase& c : kRetryCases) {
    std::set<std::uint32_t> seen;
    for (std::uint64_t random = 0; random < 20'000; ++random) seen.insert(retry_after_s(c.context, random));
    EXPECT_EQ(*seen.begin(), c.from_s) << c.name;
    EXPECT_EQ(*seen.rbegin(), c.to_s) << c.name;
    EXPECT_GE(*seen.begin(), kRetryAfterSecondsMin) << c.name;
    EXPECT_LE(*seen.rbegin(), kRetryAfterSecondsMax) << c.name;
  }
}

TEST(HeadersTest, never_before_a_near_end_even_by_a_fraction_of_a_second) {
  for (std::int64_t ms = 1; ms < 3'600'000; ms += 977) {
    RetryContext context = closed(posture::Cause::kLoad, std::nullopt);
    context.expected_end = kNow + Milliseconds(ms);
    const auto wait = std::chrono::seconds(retry_after_s(context, static_cast<std::uint64_t>(ms)));
    EXPECT_GE(kNow + wait, *context.expected_end) << ms;
  }
}

TEST(HeadersTest, the_same_number_gives_the_same_wait_and_neighbours_spread) {
  const RetryContext context = closed(posture::Cause::kMaintenance, std::nullopt);
  EXPECT_EQ(retry_after_s(context, 7), retry_after_s(context, 7));
  // Tenths of the window are about equally full for a plain counter.
  std::vector<int> tenths(10, 0);
  for (std::uint64_t random = 0; random < 10'000; ++random)
    ++tenths[(retry_after_s(context, random) - 300) * 10 / 301];
  EXPECT_GT(std::ranges::min(tenths), 850);
  EXPECT_LT(std::ranges::max(tenths), 1'150);
}

TEST(HeadersTest, fields_of_each_kind) {
  struct Case {
    RefusalKind kind;
    std::string_view proxy_status;
    bool retry;
  };
  const std::vector<Case> cases = {
      {RefusalKind::kClosed, "bulkhead; error=destination_unavailable; details=\"closed\"", true},
      {RefusalKind::kMisdirected, "bulkhead; error=destination_not_found; details=\"misdirected\"", false},
      {RefusalKind::kBadPath, "bulkhead; error=http_request_error; details=\"bad_path\"", false},
      {RefusalKind::kBadHost, "bulkhead; error=http_request_error; details=\"bad_host\"", false},
      {RefusalKind::kGatewayFailure, "bulkhead; error=proxy_internal_error; details=\"gateway_failure\"",
       true},
      {RefusalKind::kTooLarge, "bulkhead; error=http_request_error; details=\"too_large\"", false},
      {RefusalKind::kNotFound, "bulkhead; error=destination_not_found; details=\"not_found\"", false},
      {RefusalKind::kInspection, "bulkhead; error=http_request_denied; details=\"inspection\"", false},
  };
  ASSERT_EQ(cases.size(), kRefusalKinds);
  for (const Case& c : cases) {
    const FieldSet fields = answer_fields(c.kind, Format::kProblemJson, "sq", 123);
    EXPECT_EQ(fields.value("Proxy-Status"), c.proxy_status);
    EXPECT_EQ(fields.value("Retry-After"), c.retry ? "123" : "") << c.proxy_status;
    EXPECT_EQ(fields.value("Cache-Control"), "no-store");
    EXPECT_EQ(fields.value("Content-Type"), "application/problem+json");
    EXPECT_EQ(fields.value("Content-Language"), "sq");
    EXPECT_EQ(fields.value("Vary"), "Accept, Accept-Language");
    EXPECT_EQ(fields.value("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(fields.value("Referrer-Policy"), "no-referrer");
    EXPECT_LE(fields.size(), FieldSet::kFieldsMax);
  }
}

TEST(HeadersTest, pages_may_run_and_load_nothing) {
  const FieldSet fields = answer_fields(RefusalKind::kClosed, Format::kHtml, "en", 60);
  EXPECT_EQ(fields.value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(fields.value("Content-Security-Policy"),
            "default-src 'none'; style-src 'sha256-" + std::string(page_style_sha256()) +
                "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

TEST(HeadersTest, no_value_can_begin_another_field) {
  const FieldSet fields = answer_fields(RefusalKind::kClosed, Format::kHtml, "en\r\nSet-Cookie: a=b", 60);
  for (const Field& field : fields.fields()) {
    EXPECT_EQ(field.value.find_first_of("\r\n"), std::string::npos) << field.name;
  }
}

TEST(HeadersTest, field_set_holds_so_many_and_no_more) {
  FieldSet set;
  for (std::size_t i = 0; i < FieldSet::kFieldsMax; ++i) set.add("A", std::to_string(i));
  EXPECT_EQ(set.size(), FieldSet::kFieldsMax);
  EXPECT_EQ(set.value("B"), "");
#ifdef NDEBUG
  set.add("B", "one too many");  // A bug of ours: counted, and the field is left out.
  EXPECT_EQ(set.size(), FieldSet::kFieldsMax);
#else
  EXPECT_DEATH(set.add("B", "one too many"), "");
#endif
}

}  // namespace
}  // namespace bulkhead::answers
