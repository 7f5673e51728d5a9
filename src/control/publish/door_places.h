// Which doors there are: every service of every image that a worker may be using.

#pragma once

#include <span>
#include <vector>

#include "posture/posture.h"
#include "program/image.h"

namespace bulkhead::control {

struct DoorPlace {
  program::ServiceSlot slot = 0;
  posture::ServicePlace place;
};

/// The doors of all `images`, by slot. Where two images differ about the compartment of a service the later one counts.
std::vector<DoorPlace> door_places(std::span<const program::Image* const> images);

}  // namespace bulkhead::control
