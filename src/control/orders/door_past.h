// How a door stood before: read from the orders in force and those that are over.

#pragma once

#include <span>
#include <vector>

#include "base/time.h"
#include "control/orders/history.h"
#include "posture/order.h"
#include "posture/posture.h"

namespace bulkhead::control {

/// What people call one state of a door: its level, and of an open one whether everybody is let in. A drain, a cause or
/// another order of the same level is no new state.
struct DoorStand {
  posture::Level level = posture::Level::kOpen;
  bool limited = false;
  bool operator==(const DoorStand&) const = default;
};
DoorStand stand_of(const posture::Posture& posture);

/// Orders of earlier boots are compared with those of this one, so all of it runs on real time, as it is on record: right as
/// long as the clock was, and for what people read only.
///
/// Cost       One resolve() of the covering orders for each before(); at most kChangesMax changes are known.
class DoorPast {
 public:
  static constexpr std::size_t kChangesMax = 512;

  DoorPast(std::span<const posture::Order> in_force, std::span<const EndedOrder> ended,
           const posture::ServicePlace& place, RealTime now);

  /// When the door may have changed, newest first, none of them after `now`.
  const std::vector<RealTime>& changes() const { return changes_; }
  /// How the door stood right before `at`.
  posture::Posture before(RealTime at) const;
  /// Since when the door has stood as `stand` says it does now; `fallback` when nothing is known of it.
  RealTime since(DoorStand stand, RealTime fallback) const;

 private:
  struct Known {
    posture::Order order;  ///< Its boot times count from 1970.
    std::optional<RealTime> ended_at;
  };

  posture::ServicePlace place_;
  std::vector<Known> known_;
  std::vector<RealTime> changes_;
};

}  // namespace bulkhead::control
