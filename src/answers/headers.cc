#include "answers/headers.h"

#include <algorithm>

#include "answers/style.h"
#include "base/check.h"
#include "base/escape.h"

namespace bulkhead::answers {
namespace {

struct Window {
  std::uint32_t from_s;
  std::uint32_t to_s;  // inclusive
};

Window window_by_cause(const RetryContext& context) {
  if (context.kind != RefusalKind::kClosed) return {30, 90};
  switch (context.cause) {
    case posture::Cause::kLoad: return {30, 90};
    case posture::Cause::kNone: return {60, 180};
    case posture::Cause::kMaintenance: return {300, 600};
    case posture::Cause::kAttack:
    case posture::Cause::kCompromise: return {600, 1'200};
  }
  return {60, 180};
}

Window window(const RetryContext& context) {
  if (!context.expected_end || *context.expected_end <= context.now) return window_by_cause(context);
  const auto left = std::chrono::ceil<std::chrono::seconds>(*context.expected_end - context.now).count();
  // Beyond the longest wait the end gives no reason to come earlier or later than the next client.
  if (left > std::int64_t{kEndIsNearSeconds}) return {kEndIsNearSeconds / 4 * 3, kEndIsNearSeconds};
  const auto wait = std::max(static_cast<std::uint32_t>(left), kRetryAfterSecondsMin);
  return {wait, wait + std::clamp(wait / 10, 30u, kSpreadSecondsMax)};
}

// Mixes so that a caller may pass a counter or a poor hash and neighbours still spread (SplitMix64's
// finaliser).
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::string proxy_status(const Refusal& refusal) {
  std::string value = "bulkhead; error=";
  value += refusal.proxy_error;
  value += "; details=\"";
  value += refusal.name;
  value += '"';
  return value;
}

}  // namespace

void FieldSet::add(std::string_view name, std::string_view value) {
  if (!BULKHEAD_EXPECT(count_ < kFieldsMax)) return;
  fields_[count_++] = {name, std::string(value)};
}

std::string_view FieldSet::value(std::string_view name) const {
  const auto all = fields();
  const auto found = std::ranges::find(all, name, &Field::name);
  return found == all.end() ? std::string_view() : std::string_view(found->value);
}

std::uint32_t retry_after_s(const RetryContext& context, std::uint64_t random) {
  const Window spread = window(context);
  return spread.from_s + static_cast<std::uint32_t>(mixed(random) % (spread.to_s - spread.from_s + 1));
}

std::string_view content_security_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" +
                                    std::string(page_style_sha256()) +
                                    "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return policy;
}

FieldSet answer_fields(RefusalKind kind, Format format, std::string_view language,
                       std::uint32_t retry_after_s) {
  const Refusal& fixed = refusal(kind);
  FieldSet fields;
  fields.add("Content-Type", content_type(format));
  fields.add("Content-Language", escape_header(language));
  // A closed door must not be remembered by anybody after it has opened; Vary is for those who keep it all
  // the same.
  fields.add("Cache-Control", "no-store");
  fields.add("Vary", "Accept, Accept-Language");
  if (fixed.retry) fields.add("Retry-After", std::to_string(retry_after_s));
  fields.add("Proxy-Status", proxy_status(fixed));
  fields.add("Content-Security-Policy", content_security_policy());
  fields.add("X-Content-Type-Options", "nosniff");
  fields.add("Referrer-Policy", "no-referrer");
  return fields;
}

}  // namespace bulkhead::answers
