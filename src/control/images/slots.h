// Which slot each service of a policy gets.
//
// No table is kept: an image carries name and slot of its services, so the slots in use are those of the kept
// images.

#pragma once

#include <span>

#include "base/result.h"
#include "compile/compile.h"
#include "control/images/image_store.h"

namespace bulkhead::control {

/// Slots for all services of `policy`: the one that a kept image knows the name under, else the lowest that
/// no kept image knows. `kept` newest first; where two images differ on a name, the newer counts.
///
/// Errors     kLimit when every slot is known to some kept image; kConflict when what would be given
///            collides, which only images from different gateways can bring about.
Result<compile::Slots> assign_slots(const policy::Policy& policy, std::span<const LoadedImage> kept);

}  // namespace bulkhead::control
