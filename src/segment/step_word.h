// One step of a door's schedule in one 64-bit word, so that a worker reads it whole or not at all.
//
//     bit 63      valid
//     bits 52-62  notice   index of the order's public text; 0 is the stock phrase of the cause
//     bit 51      lanes served
//     bit 50      sessions inside are served while draining
//     bit 49      draining
//     bits 46-48  cause
//     bits 36-45  share, thousandths (0 to 1000)
//     bits 34-35  level
//     bits 0-33   from when, tenths of a second on the boot clock (54 years)

#pragma once

#include <cstdint>

#include "base/time.h"
#include "posture/posture.h"

namespace bulkhead::segment {

using NoticeIndex = std::uint16_t;
inline constexpr NoticeIndex kStockNotice = 0;
inline constexpr NoticeIndex kNoticeIndexMax = 2'047;

/// What a worker needs of a posture::Posture.
struct DoorStep {
  BootTime at;
  posture::Level level = posture::Level::kOpen;
  posture::Cause cause = posture::Cause::kNone;
  std::uint16_t share_permille = posture::kShareAll;
  bool draining = false;
  bool drain_sessions = false;
  bool lanes_served = true;
  NoticeIndex notice = kStockNotice;
  bool operator==(const DoorStep&) const = default;
};

/// Instants are rounded so that nothing opens early: the start of a step that tightens goes down to a tenth, of
/// one that loosens up; the caller says which by `loosens`.
std::uint64_t pack(const DoorStep& step, bool loosens);

/// Any word gives some step: share is capped, an unknown cause reads as compromise (the strictest).
/// Returns false when the word is not valid.
bool unpack(std::uint64_t word, DoorStep& step);

}  // namespace bulkhead::segment
