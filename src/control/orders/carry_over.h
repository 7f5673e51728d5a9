// Deadlines over a reboot: the boot clock begins anew, so every time on it is moved to where it lies on the new one.
//
//     old boot clock  ----from------------heartbeat|                 |---------until
//                                                  |  machine is off |
//     new boot clock                               |                 0---now---------until'
//
// How long the machine was off is known from real time only, and real time may lie. So it is counted only where real
// time was trusted at both ends and did not run backwards; otherwise it counts as nothing, and an order lasts longer
// rather than shorter: nothing opens because a clock was set.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "control/orders/store.h"
#include "posture/order.h"

namespace bulkhead::control {

/// True when times on the boot clock of `then` mean the same on the clock of `now`. A boot id that the system does
/// not tell, or a boot clock that went back, is another boot.
bool same_boot(const Heartbeat& then, const Heartbeat& now);

/// How long the machine counts as having been off between two heartbeats of different boots.
Milliseconds downtime(const Heartbeat& then, const Heartbeat& now);

/// The order with its deadlines on the clock of `now`. `beats` are points known of earlier boots; the latest one of
/// the order's own boot is used; without any, the order counts as given when this boot began.
posture::Order carried_over(const StoredOrder& stored, std::span<const Heartbeat> beats,
                            const Heartbeat& now);

}  // namespace bulkhead::control
