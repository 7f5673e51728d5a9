// Since when doors stand as they do: one answer for status, door page and status site.

#include <algorithm>

#include "control/orders/door_past.h"
#include "control/orders/order_book_state.h"

namespace bulkhead::control {

using posture::Order;

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

void OrderBook::State::look_at_doors(const Now& now) {
  std::map<std::string, Standing, std::less<>> looked_at;
  std::optional<std::vector<EndedOrder>> ended;
  told_since.clear();
  for (const posture::ServiceFacts& service : policy.services) {
    const posture::Posture posture = posture::resolve(in_force, service.place, now.boot());
    const auto known = standings.find(service.place.service);
    Standing standing{stand_of(posture), std::nullopt};
    if (known == standings.end())
      standing.since = since_on_record(service.place, posture, now, ended);
    else
      standing.since =
          known->second.stand == standing.stand ? known->second.since : last_change(service.place, now);
    if (posture.level == posture::Level::kClosed && standing.since) {
      RealTime& told = told_since.try_emplace(posture.order, *standing.since).first->second;
      told = std::max(told, *standing.since);
    }
    looked_at.insert_or_assign(service.place.service, standing);
  }
  standings = std::move(looked_at);
}

RealTime OrderBook::State::since(const posture::ServiceFacts& service, const posture::Posture& posture,
                                 const Order& order, const Now& now) const {
  const auto known = standings.find(service.place.service);
  if (known == standings.end()) return order.from_real;
  if (known->second.stand == stand_of(posture)) return known->second.since.value_or(order.from_real);
  return last_change(service.place, now);
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
