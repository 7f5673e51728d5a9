#include "posture/preview.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "posture/covering.h"
#include "posture/sentence.h"

namespace bulkhead::posture {
namespace {

bool is_ended(const Change& change, const Order& order) {
  return std::find(change.ended.begin(), change.ended.end(), order.id) != change.ended.end();
}

// The services outside `touched` that need one of them, directly or through others: a walk against depends_on.
std::set<std::string_view> dependents(const std::set<std::string_view>& touched,
                                      std::span<const ServiceFacts> services) {
  std::set<std::string_view> reached = touched;
  for (bool grew = true; grew;) {
    grew = false;
    for (const ServiceFacts& service : services) {
      if (reached.contains(service.place.service)) continue;
      const bool needs = std::any_of(service.depends_on.begin(), service.depends_on.end(),
                                     [&](const std::string& name) { return reached.contains(name); });
      if (needs) grew = reached.insert(service.place.service).second;
    }
  }
  for (const std::string_view name : touched) reached.erase(name);
  return reached;
}

std::optional<std::uint16_t> people_share(std::uint64_t of, std::uint64_t all) {
  if (all == 0) return std::nullopt;
  // As doubles: the counts may be large, and a thousandth is all the precision that is shown.
  return static_cast<std::uint16_t>(static_cast<double>(of) / static_cast<double>(all) * 1000.0);
}

// Another order that asks for the same is no change to anybody outside.
bool looks_different(Posture from, const Posture& to) {
  from.order = to.order;
  return from != to;
}

// Whether `order` is in its first hand, drained, and asks for just what the door does.
bool holds(const Order& order, const Posture& door, BootTime now) {
  const std::optional<BootTime> over = hand_over(order);
  const Level level = door.level;
  return now >= order.from && (!over || now < *over) && order.level == level &&
         (level == Level::kClosed || order.share_permille == door.share_permille);
}

// By what is later: time, then what time alone does not bring; an order without an end lasts longest but for one that only a
// person ends.
bool ends_later(const Ending& a, const Ending& b) {
  constexpr std::array<int, 4> kLength = {2, 0, 1, 3};  // by Ending::Kind: none, time, quiet, person
  const int of_a = kLength[static_cast<std::size_t>(a.kind)];
  const int of_b = kLength[static_cast<std::size_t>(b.kind)];
  if (of_a != of_b) return of_a > of_b;
  return a.at && b.at && *a.at > *b.at;
}

// How a door stops being what it is: all orders that ask for it have to end. Empty when no first hand holds it (it is open
// by itself, or reopens).
std::optional<Ending> ending_of(const Covering& orders, const Posture& door, BootTime now) {
  std::optional<Ending> last;
  for (const Order* order : orders) {
    if (!holds(*order, door, now)) continue;
    if (const Ending one = ending(*order); !last || ends_later(one, *last)) last = one;
  }
  return last;
}

void note_ending(const Change& change, const ServicePlace& place, const Posture& door, Preview& preview) {
  Covering orders = covering(change.in_force, place);
  const auto before = ending_of(orders, door, change.now);
  std::erase_if(orders, [&](const Order* order) { return is_ended(change, *order); });
  if (change.placed != nullptr && covers(change.placed->scope, place)) orders.push_back(change.placed);
  const auto after = ending_of(orders, door, change.now);
  if (before && after && *before != *after) preview.endings.push_back({place.service, door, *before, *after});
}

// Says of one covered door what changes and what keeps it from becoming what was ordered.
void note_door(const Change& change, const ServiceFacts& service, const Posture& from, const Posture& to,
               Preview& preview) {
  if (looks_different(from, to))
    preview.changes.push_back({service.place.service, from, to});
  else
    note_ending(change, service.place, to, preview);
  preview.tightens = preview.tightens || looser(from, to);
  preview.loosens = preview.loosens || looser(to, from);
  if (!preview.asked) return;
  const Posture& asked = *preview.asked;
  if (looser(to, asked)) preview.stay_looser.push_back(service.place.service);
  if (asked.level == Level::kClosed && to.level != Level::kClosed)
    preview.stay_open.push_back({service.place.service, to});
  if (looser(asked, to)) preview.stay_stricter.push_back(service.place.service);
}

std::optional<Posture> asked_by(const Order* placed, BootTime now) {
  if (placed == nullptr) return std::nullopt;
  Order settled_order = *placed;
  settled_order.drain = Milliseconds(0);
  const auto asked = hand(settled_order, now);
  return asked ? std::optional(asked->posture) : std::nullopt;
}

void note_lanes(const ServiceFacts& service, const Posture& to, std::set<std::string>& lanes) {
  if (to.level == Level::kClosed && to.lanes_served) lanes.insert(service.lanes.begin(), service.lanes.end());
}

// The earliest `from` of the operators' closings of one door that are in force, and whether one of them lasts at least
// as long as `until` says (both as stated, whatever the cause).
void join_closings(const Change& change, const Covering& orders, Effect& effect) {
  const Order& placed = *change.placed;
  BootTime since = placed.from;
  for (const Order* order : orders) {
    if (order->level != Level::kClosed || order->rank != placed.rank || is_ended(change, *order)) continue;
    const auto asked = hand(*order, change.now);
    if (!asked || asked->posture.level != Level::kClosed) continue;
    since = std::min(since, order->from);
    if (!order->until || (placed.until && *placed.until <= *order->until)) effect.closed_anyway = true;
  }
  if (placed.until) effect.closed_for = *placed.until - since;
  effect.closed_already = placed.from - since;
}

bool touches(const Change& change, const ServicePlace& place) {
  if (change.placed != nullptr && covers(change.placed->scope, place)) return true;
  return std::any_of(change.in_force.begin(), change.in_force.end(), [&](const Order& order) {
    return is_ended(change, order) && covers(order.scope, place);
  });
}

}  // namespace

Posture settled_after(const Change& change, const ServicePlace& place) {
  Covering orders = covering(change.in_force, place);
  std::erase_if(orders, [&](const Order* order) { return is_ended(change, *order); });
  if (change.placed != nullptr && covers(change.placed->scope, place)) orders.push_back(change.placed);
  return resolve_among(orders, change.now, Drain::kOver);
}

Preview preview(const Change& change, std::span<const ServiceFacts> services) {
  Preview preview;
  preview.asked = asked_by(change.placed, change.now);
  std::set<std::string_view> touched;
  std::set<std::string> lanes;
  std::uint64_t people = 0;
  std::uint64_t people_all = 0;
  for (const ServiceFacts& service : services) {
    people_all += service.people_today;
    if (!covers(change.scope, service.place)) continue;
    people += service.people_today;
    touched.insert(service.place.service);
    preview.services.push_back(service.place.service);
    if (service.criticality == Criticality::kEssential) preview.essential.push_back(service.place.service);
    const Posture to = settled_after(change, service.place);
    note_door(change, service, resolve_settled(change.in_force, service.place, change.now), to, preview);
    note_lanes(service, to, lanes);
  }
  const auto needing = dependents(touched, services);
  for (const ServiceFacts& service : services) {
    if (!needing.contains(service.place.service)) continue;
    preview.depends_on_it.push_back(service.place.service);
    if (service.criticality == Criticality::kEssential)
      preview.essential_depends_on_it.push_back(service.place.service);
  }
  preview.people_permille = people_share(people, people_all);
  preview.lanes_stay.assign(lanes.begin(), lanes.end());
  preview.sentence = sentence(preview);
  return preview;
}

std::vector<Effect> effects(const Change& change, std::span<const ServiceFacts> services) {
  std::vector<Effect> found;
  for (const ServiceFacts& service : services) {
    if (!touches(change, service.place)) continue;
    const Covering before = covering(change.in_force, service.place);
    Effect effect;
    effect.service = service.place.service;
    effect.criticality = service.criticality;
    effect.before = resolve_among(before, change.now, Drain::kOver);
    effect.after = settled_after(change, service.place);
    effect.under_compromise = std::any_of(before.begin(), before.end(), [&](const Order* order) {
      return order->cause == Cause::kCompromise && hand(*order, change.now);
    });
    if (change.placed != nullptr && change.placed->level == Level::kClosed)
      join_closings(change, before, effect);
    found.push_back(std::move(effect));
  }
  return found;
}

}  // namespace bulkhead::posture
