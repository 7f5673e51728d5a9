#include "answers/rendered_page.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

// Overwrites `width` bytes of `bytes` with `value`, right-aligned.
void put(std::string& bytes, std::size_t at, std::size_t width, std::string_view value) {
  if (at == RenderedPage::kNoGap) return;
  if (!BULKHEAD_EXPECT(at + width <= bytes.size() && value.size() <= width)) return;
  bytes.replace(at, width, width, ' ');
  bytes.replace(at + width - value.size(), value.size(), value);
}

// "2026-07-17 02:14:07 UTC" or "2026-07-17 04:14:07 +02:00": a time in every language, with the offset for whoever
// looks the request up in a log, and as wide as every other of its zone.
std::string plain_time(RealTime at, const Zone& zone) {
  std::string text = rfc3339(zone.local(at));
  if (!BULKHEAD_EXPECT(text.size() == 20)) return text;
  text[10] = ' ';
  text.replace(19, 1, zone.is_utc() ? " UTC" : " " + utc_offset_text(zone.offset_s(at)));
  return text;
}

}  // namespace

std::string RenderedPage::filled(const PerRequest& request) const {
  std::string out = bytes;
  if (reference_at != kNoGap) put(out, reference_at, kReferenceBytes, request.reference.text());
  if (asked_at != kNoGap) put(out, asked_at, asked_at_bytes(), plain_time(request.asked_at, zone));
  if (retry_after_at != kNoGap) {
    char digits[kRetryAfterBytes];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, std::min(request.retry_after_s, kRetryAfterMax));
    put(out, retry_after_at, kRetryAfterBytes, {digits, static_cast<std::size_t>(end.ptr - digits)});
  }
  return out;
}

}  // namespace bulkhead::answers
