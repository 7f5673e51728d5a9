#include "control/orders/door_past.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace bulkhead::control {
namespace {

using posture::Order;

BootTime on_boot_clock(RealTime at) { return BootTime(at.time_since_epoch()); }
RealTime on_real_clock(BootTime at) { return RealTime(at.time_since_epoch()); }

// The end goes by its own real time: after a reboot it may lie further from the beginning than was ordered.
Order by_real_time(Order order) {
  // Copied often: words are left behind.
  for (std::string* words : {&order.author, &order.approver, &order.reason}) *words = std::string();
  order.public_text.clear();
  const Milliseconds shift = on_boot_clock(order.from_real) - order.from;
  order.from += shift;
  if (order.quiet_at) order.quiet_at = *order.quiet_at + shift;
  if (order.until) order.until = order.until_real ? on_boot_clock(*order.until_real) : *order.until + shift;
  return order;
}

}  // namespace

DoorStand stand_of(const posture::Posture& posture) {
  const bool open = posture.level == posture::Level::kOpen;
  return {posture.level, open && posture.share_permille < posture::kShareAll};
}

DoorPast::DoorPast(std::span<const Order> in_force, std::span<const EndedOrder> ended,
                   const posture::ServicePlace& place, RealTime now)
    : place_(place) {
  for (const Order& order : in_force)
    if (posture::covers(order.scope, place)) known_.push_back({by_real_time(order), std::nullopt});
  for (const EndedOrder& over : ended)
    if (posture::covers(over.order.scope, place)) known_.push_back({by_real_time(over.order), over.ended_at});
  for (const Known& known : known_) {
    for (const posture::Step& step : posture::timeline(known.order)) {
      const RealTime at = on_real_clock(step.at);
      if (!known.ended_at || at < *known.ended_at) changes_.push_back(at);
    }
    if (known.ended_at) changes_.push_back(*known.ended_at);
  }
  std::erase_if(changes_, [&](RealTime at) { return at > now; });
  std::ranges::sort(changes_, std::greater());
  const auto same = std::ranges::unique(changes_);
  changes_.erase(same.begin(), same.end());
  if (changes_.size() > kChangesMax) changes_.resize(kChangesMax);
}

posture::Posture DoorPast::before(RealTime at) const {
  const RealTime then = at - Milliseconds(1);
  std::vector<Order> held;
  for (const Known& known : known_)
    if (!known.ended_at || then < *known.ended_at) held.push_back(known.order);
  return posture::resolve(held, place_, on_boot_clock(then));
}

RealTime DoorPast::since(DoorStand stand, RealTime fallback) const {
  for (const RealTime at : changes_)
    if (stand_of(before(at)) != stand) return at;
  return changes_.empty() ? fallback : changes_.back();
}

}  // namespace bulkhead::control
