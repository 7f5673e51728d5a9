// Postures as workers obey them, for when the orders behind them cannot be read.

#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "posture/posture.h"
#include "program/image.h"
#include "segment/control_reader.h"

namespace bulkhead::control {

class SegmentPostures {
 public:
  static Result<SegmentPostures> open(const std::string& control_segment);

  /// Nothing when the segment has no door in this slot.
  std::optional<posture::Posture> at(program::ServiceSlot slot, BootTime now) const;

 private:
  explicit SegmentPostures(segment::ControlReader reader) : reader_(std::move(reader)) {}

  segment::ControlReader reader_;
};

}  // namespace bulkhead::control
