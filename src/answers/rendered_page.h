// A page with gaps: rendered once for everybody, filled for each request.
//
// What a page says depends on service, language and epoch; only the reference, the time and the wait are a
// request's own. Each of these has a fixed width, so filling them in is a copy of the bytes and the length is
// known before.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "base/zone.h"

namespace bulkhead::answers {

/// What is a single request's own.
struct PerRequest {
  Id reference;  ///< What people quote when they ask; also in the gateway's log.
  RealTime asked_at;
  std::uint32_t retry_after_s = 0;  ///< 0 to RenderedPage::kRetryAfterMax.
};

/// Bytes of an answer and where its gaps are.
///
/// Threads    Immutable after rendering: thread-safe.
/// Cost       filled() copies the bytes once. Nothing else allocates.
struct RenderedPage {
  static constexpr std::size_t kNoGap = std::string::npos;
  static constexpr std::size_t kReferenceBytes = Id::kTextBytes;
  static constexpr std::size_t kAskedAtBytesUtc = 23;    ///< "2026-07-17 02:14:07 UTC"
  static constexpr std::size_t kAskedAtBytesLocal = 26;  ///< "2026-07-17 04:14:07 +02:00"
  static constexpr std::size_t kRetryAfterBytes =
      6;  ///< Right-aligned with spaces, which JSON allows before a number.
  static constexpr std::uint32_t kRetryAfterMax = 999'999;

  std::string bytes;
  std::size_t reference_at = kNoGap;
  std::size_t asked_at = kNoGap;
  std::size_t retry_after_at = kNoGap;
  Zone zone = {};  ///< In which the time of the request is told.

  std::size_t asked_at_bytes() const { return zone.is_utc() ? kAskedAtBytesUtc : kAskedAtBytesLocal; }

  /// The bytes for one request; as long as `bytes`.
  std::string filled(const PerRequest& request) const;
};

}  // namespace bulkhead::answers
