// Since when doors stand as they do: one answer for status, door page and status site.

#include <algorithm>
#include <map>
#include <string_view>

#include "control/orders/door_past.h"
#include "control/orders/order_book_state.h"

namespace bulkhead::control {

using posture::Order;

namespace {

// Other orders may take a drain over, or sessions' leave to finish away; beyond so many, no end of it is said.
constexpr std::size_t kDrainStepsMax = 16;

}  // namespace

// The last step of an order since the book looked last; without one, somebody has just acted.
RealTime OrderBook::State::last_change(const posture::ServicePlace& place, const Now& now) const {
  std::optional<BootTime> last;
  for (const Order& order : in_force) {
    if (!posture::covers(order.scope, place)) continue;
    for (const posture::Step& step : posture::timeline(order))
      if (step.at > published_at && step.at <= now.boot()) last = std::max(last.value_or(step.at), step.at);
  }
  return now.real() - (now.boot() - last.value_or(now.boot()));
}

// Of a door that was not looked at before: what orders on record say. Should they not be readable, its own order does.
std::optional<RealTime> OrderBook::State::since_on_record(
    const posture::ServicePlace& place, const posture::Posture& posture, const Now& now,
    std::optional<std::vector<EndedOrder>>& ended) const {
  const Order* order = posture.order.empty() ? nullptr : find(posture.order);
  if (order == nullptr) return std::nullopt;
  if (!ended) ended = parts.store.ended(kHistoryPageMax, std::nullopt).value_or(std::vector<EndedOrder>());
  return DoorPast(in_force, *ended, place, now.real()).since(stand_of(posture), order->from_real);
}

// Not simply the end of the deciding order's drain: another order may cut people off before.
std::optional<RealTime> OrderBook::State::drains_until(const posture::ServicePlace& place,
                                                       const Now& now) const {
  for (const posture::Step& step : posture::schedule(in_force, place, now.boot(), kDrainStepsMax))
    if (!step.posture.draining) return now.real() + (step.at - now.boot());
  return std::nullopt;
}

void OrderBook::State::follow(PolicyView next) {
  std::map<std::string_view, std::size_t> before;
  for (std::size_t i = 0; i < policy.services.size(); ++i)
    before.emplace(policy.services[i].place.service, i);
  std::vector<std::optional<Standing>> kept;
  kept.reserve(next.services.size());
  for (const posture::ServiceFacts& service : next.services) {
    const auto known = before.find(service.place.service);
    kept.push_back(known == before.end() ? std::nullopt : standings[known->second]);
  }
  standings = std::move(kept);
  policy = std::move(next);
}

void OrderBook::State::look_at_doors(const Now& now) {
  std::optional<std::vector<EndedOrder>> ended;
  told_since.clear();
  for (std::size_t i = 0; i < policy.services.size(); ++i) {
    const posture::ServicePlace& place = policy.services[i].place;
    const posture::Posture posture = posture::resolve(in_force, place, now.boot());
    const DoorStand stand = stand_of(posture);
    std::optional<Standing>& known = standings[i];
    if (!known)
      known = Standing{stand, since_on_record(place, posture, now, ended), std::nullopt};
    else if (known->stand != stand)
      known = Standing{stand, last_change(place, now), std::nullopt};
    known->drains_until = posture.draining ? drains_until(place, now) : std::nullopt;
    if (posture.level == posture::Level::kClosed && known->since) {
      RealTime& told = told_since.try_emplace(posture.order, *known->since).first->second;
      told = std::max(told, *known->since);
    }
  }
}

RealTime OrderBook::State::since(std::size_t service, const posture::Posture& posture, const Order& order,
                                 const Now& now) const {
  const std::optional<Standing>& known = standings[service];
  if (!known) return order.from_real;
  if (known->stand == stand_of(posture)) return known->since.value_or(order.from_real);
  return last_change(policy.services[service].place, now);
}

// A door page has the words and the time of the order that decides. Where that one followed others, people are told the time
// of the first; should doors of one order differ, the latest, which is never later than the order itself.
std::vector<Order> OrderBook::State::as_told() const {
  std::vector<Order> orders = in_force;
  for (Order& order : orders) {
    const auto told = told_since.find(order.id);
    if (told != told_since.end()) order.from_real = std::min(order.from_real, told->second);
  }
  return orders;
}

}  // namespace bulkhead::control
