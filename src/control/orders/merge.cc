#include "control/orders/merge.h"

#include <algorithm>
#include <optional>

#include "posture/posture.h"

namespace bulkhead::control {
namespace {

using posture::Cause;
using posture::Level;
using posture::Order;

// When nothing of the order holds any more, its stages included; empty: never by time.
std::optional<BootTime> whole_end(const Order& order) {
  if (!order.until) return std::nullopt;
  BootTime end = posture::hand_over(order).value_or(*order.until);
  for (const posture::Stage& stage : order.then) {
    if (!stage.lasts) return std::nullopt;
    end += *stage.lasts;
  }
  return end;
}

void tighten(Level level, std::uint16_t share_permille, Order& order) {
  order.level = std::max(order.level, level);
  order.share_permille = std::min(order.share_permille, share_permille);
}

void tighten_by_stages(const Order& other, Order& order) {
  for (const posture::Stage& stage : other.then) tighten(stage.level, stage.share_permille, order);
}

void take_in(const Order& other, Order& order) {
  const auto over = posture::hand_over(other);
  const bool reopening = over && *over <= order.from;
  tighten_by_stages(other, order);
  order.alone = order.alone || other.alone;
  // What was really ordered is told to the public, whatever a rehearsal adds to it.
  order.drill = order.drill && other.drill;
  if (order.public_text.empty()) order.public_text = other.public_text;
  if (reopening) return;
  tighten(other.level, other.share_permille, order);
  if (!posture::ends_by_itself(other.cause)) order.cause = std::max(order.cause, other.cause);
  if (other.level == Level::kClosed) {
    // The door is shut already: a new drain would let sessions in again.
    order.drain = Milliseconds(0);
    order.drain_sessions = false;
  }
}

// The stages of `placed` hold after its own time only; where another order lasts longer, they become part of what holds
// until the last of them is over.
void outlast(const Order& placed, std::span<const Order* const> others, Order& order) {
  if (!order.until) return;
  const bool longer = std::ranges::any_of(others, [&](const Order* other) {
    const auto end = whole_end(*other);
    return !posture::hand_over(*other) || !end || *end > *placed.until;
  });
  if (!longer) return;
  tighten_by_stages(placed, order);
  order.until = whole_end(placed);
  for (const Order* other : others) {
    const auto end = whole_end(*other);
    order.until = end && order.until ? std::optional(std::max(*end, *order.until)) : std::nullopt;
  }
}

}  // namespace

Order merged(const Order& placed, std::span<const Order* const> others) {
  Order order = placed;
  for (const Order* other : others) take_in(*other, order);
  outlast(placed, others, order);
  if (order.level == Level::kClosed) order.share_permille = posture::kShareAll;
  if (order.level != Level::kClosed) order.drain_sessions = false;
  if (!order.until) {
    order.until_real.reset();
    order.then.clear();
  } else if (order.until != placed.until) {
    order.until_real = order.from_real + (*order.until - order.from);
    order.then = posture::default_then(order);
  }
  return order;
}

}  // namespace bulkhead::control
