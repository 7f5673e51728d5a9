// The header fields of an answer of ours, and when to come back.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "answers/negotiate.h"
#include "answers/refusal.h"
#include "base/time.h"
#include "posture/order.h"

namespace bulkhead::answers {

struct Field {
  std::string_view name;  ///< A literal: lives for ever.
  std::string value;
};

/// The fields of one answer, in a fixed place: no field is added by input, so there is no limit to reach.
class FieldSet {
 public:
  static constexpr std::size_t kFieldsMax = 12;

  /// Requires: size() < kFieldsMax.
  void add(std::string_view name, std::string_view value);
  std::span<const Field> fields() const { return {fields_.data(), count_}; }
  /// Value by name; empty when there is none.
  std::string_view value(std::string_view name) const;
  std::size_t size() const { return count_; }

 private:
  std::array<Field, kFieldsMax> fields_;
  std::size_t count_ = 0;
};

/// What retry_after_s() looks at.
struct RetryContext {
  RefusalKind kind = RefusalKind::kClosed;
  posture::Cause cause = posture::Cause::kNone;
  RealTime now;
  std::optional<RealTime> expected_end;
};

/// An end that is at most this far away is waited for. One farther away is not: an order may be taken back
/// early, so clients look again within the hour.
inline constexpr std::uint32_t kEndIsNearSeconds = 3'600;
/// The longest spread after a known end.
inline constexpr std::uint32_t kSpreadSecondsMax = 300;
/// The longest wait there is.
inline constexpr std::uint32_t kRetryAfterSecondsMax = kEndIsNearSeconds + kSpreadSecondsMax;
/// The shortest: nobody is told to hammer on a door.
inline constexpr std::uint32_t kRetryAfterSecondsMin = 15;

/// Seconds until the client should ask again (RFC 9110 §10.2.3), spread so that clients do not come back all
/// at once.
///
/// * End known and near: never earlier than the end; spread over a tenth of the wait after it, at least
///   30 s, at most 5 min.
/// * End known and farther away: 45 to 60 min.
/// * End unknown, or its time has passed: by cause. load and faults 30 to 90 s; none 1 to 3 min;
///   maintenance 5 to 10 min; attack and compromise 10 to 20 min.
///
/// `random` is any uniformly spread number, drawn or hashed by the caller; the same gives the same wait.
std::uint32_t retry_after_s(const RetryContext& context, std::uint64_t random);

/// Content-Security-Policy of our pages: nothing is loaded, nothing runs, nothing is sent, one known style
/// sheet.
std::string_view content_security_policy();

/// All fields of an answer except Content-Length and Date, which nginx writes. `retry_after_s` is left out
/// when the kind is not worth retrying. `language` is the tag of the page.
FieldSet answer_fields(RefusalKind kind, Format format, std::string_view language,
                       std::uint32_t retry_after_s);

}  // namespace bulkhead::answers
