#include "control/orders/carry_over.h"

#include <algorithm>

namespace bulkhead::control {
namespace {

// The latest point known of the order's boot; its own beginning, untrusted, where nothing else is.
Heartbeat last_known(const StoredOrder& stored, std::span<const Heartbeat> beats) {
  Heartbeat known{stored.boot_id, stored.order.from, stored.order.from_real, false};
  for (const Heartbeat& beat : beats) {
    if (beat.boot_id == stored.boot_id && beat.boot >= known.boot) known = beat;
  }
  return known;
}

}  // namespace

bool same_boot(const Heartbeat& then, const Heartbeat& now) {
  return !then.boot_id.empty() && then.boot_id == now.boot_id && then.boot <= now.boot;
}

Milliseconds downtime(const Heartbeat& then, const Heartbeat& now) {
  if (!then.real_trusted || !now.real_trusted) return Milliseconds(0);
  // `now` may be long after the boot: what passed on the new boot clock is part of the difference, and was not off.
  const Milliseconds off = (now.real - then.real) - now.boot.time_since_epoch();
  return std::max(off, Milliseconds(0));
}

posture::Order carried_over(const StoredOrder& stored, std::span<const Heartbeat> beats,
                            const Heartbeat& now) {
  posture::Order order = stored.order;
  const Heartbeat then = last_known(stored, beats);
  if (same_boot(then, now)) return order;
  // `then` lies before the new boot clock's zero. Where the system does not tell boots apart, nothing is known of what
  // has passed, and it counts as now.
  const bool told_apart = !then.boot_id.empty() && !now.boot_id.empty() && then.boot_id != now.boot_id;
  const BootTime then_on_new_clock = told_apart ? BootTime(-downtime(then, now)) : now.boot;
  const Milliseconds shift = then_on_new_clock - then.boot;
  order.from += shift;
  if (order.until) order.until = *order.until + shift;
  if (order.quiet_at) order.quiet_at = *order.quiet_at + shift;
  if (order.until) order.until_real = now.real + (*order.until - now.boot);
  return order;
}

}  // namespace bulkhead::control
