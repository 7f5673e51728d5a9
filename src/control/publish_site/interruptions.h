// When a door was not open to everybody: what the public site calls an interruption.

#pragma once

#include <optional>
#include <vector>

#include "answers/public_state.h"
#include "base/id.h"
#include "base/time.h"
#include "control/orders/door_past.h"

namespace bulkhead::control {

/// From when a door was no longer operational until it was again, whichever orders made it so.
struct Interruption {
  answers::PublicState state =
      answers::PublicState::kClosed;  ///< The worst; of one that is not over: the present one.
  Id first{};                         ///< The order that began it: names it for ever.
  Id decides{};                       ///< The order whose words are told: the last one of `state`.
  RealTime began{};
  std::optional<RealTime> ended{};
};

/// Newest first, at most as many as the site tells. `now` is how the door stands; without known orders there is nothing to tell.
std::vector<Interruption> interruptions(const DoorPast& past, const posture::Posture& now);

}  // namespace bulkhead::control
