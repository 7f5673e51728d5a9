#include "control/daemon/segment_postures.h"

namespace bulkhead::control {

Result<SegmentPostures> SegmentPostures::open(const std::string& control_segment) {
  auto reader = segment::ControlReader::open(control_segment);
  if (!reader) return fail_as(reader);
  return SegmentPostures(std::move(*reader));
}

std::optional<posture::Posture> SegmentPostures::at(program::ServiceSlot slot, BootTime now) const {
  const auto step = reader_.cell(slot).at(now);
  if (!step) return std::nullopt;
  posture::Posture posture;
  posture.level = step->level;
  posture.share_permille = step->share_permille;
  posture.cause = step->cause;
  posture.draining = step->draining;
  posture.drain_sessions = step->drain_sessions;
  posture.lanes_served = step->lanes_served;
  if (const auto notice = step->notice == segment::kStockNotice ? std::nullopt : reader_.notice(step->notice))
    posture.order = notice->order;
  return posture;
}

}  // namespace bulkhead::control
