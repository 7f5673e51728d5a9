#include "segment/step_word.h"

#include <algorithm>

namespace bulkhead::segment {
namespace {

constexpr std::int64_t kTenthMs = 100;
constexpr std::uint64_t kAtMax = (1ull << 34) - 1;

constexpr std::uint64_t bits(std::uint64_t word, unsigned from, unsigned count) {
  return (word >> from) & ((1ull << count) - 1);
}

}  // namespace

std::uint64_t pack(const DoorStep& step, bool loosens) {
  const std::int64_t ms = std::max<std::int64_t>(0, step.at.time_since_epoch().count());
  const std::uint64_t tenths =
      static_cast<std::uint64_t>(loosens ? (ms + kTenthMs - 1) / kTenthMs : ms / kTenthMs);
  std::uint64_t word = std::min(tenths, kAtMax);
  word |= static_cast<std::uint64_t>(step.level) << 34;
  word |= static_cast<std::uint64_t>(std::min(step.share_permille, posture::kShareAll)) << 36;
  word |= static_cast<std::uint64_t>(step.cause) << 46;
  word |= static_cast<std::uint64_t>(step.draining) << 49;
  word |= static_cast<std::uint64_t>(step.drain_sessions) << 50;
  word |= static_cast<std::uint64_t>(step.lanes_served) << 51;
  word |= static_cast<std::uint64_t>(std::min(step.notice, kNoticeIndexMax)) << 52;
  return word | (1ull << 63);
}

bool unpack(std::uint64_t word, DoorStep& step) {
  if ((word >> 63) == 0) return false;
  step.at = BootTime(Milliseconds(static_cast<std::int64_t>(bits(word, 0, 34)) * kTenthMs));
  step.level = static_cast<posture::Level>(bits(word, 34, 2));
  step.share_permille =
      static_cast<std::uint16_t>(std::min<std::uint64_t>(bits(word, 36, 10), posture::kShareAll));
  const std::uint64_t cause = bits(word, 46, 3);
  step.cause = cause <= 4 ? static_cast<posture::Cause>(cause) : posture::Cause::kCompromise;
  step.draining = bits(word, 49, 1) != 0;
  step.drain_sessions = bits(word, 50, 1) != 0;
  step.lanes_served = bits(word, 51, 1) != 0;
  step.notice = static_cast<NoticeIndex>(bits(word, 52, 11));
  return true;
}

}  // namespace bulkhead::segment
