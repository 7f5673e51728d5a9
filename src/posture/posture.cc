#include "posture/posture.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "posture/covering.h"

namespace bulkhead::posture {
namespace {

// Who may still finish while a door is closed, from many to few.
int cut_off(const Posture& posture) {
  if (!posture.draining) return 2;
  return posture.drain_sessions ? 0 : 1;
}

// Total order of strictness among hands of one scope; shares count only among doors that let somebody in.
auto strictness(const Posture& posture) {
  const bool closed = posture.level == Level::kClosed;
  return std::tuple(posture.level, closed ? cut_off(posture) : 0, closed ? 0 : -int{posture.share_permille});
}

Posture first_posture(const Order& order, BootTime now) {
  Posture posture{.level = order.level, .cause = order.cause, .order = order.id};
  posture.lanes_served = order.cause != Cause::kCompromise;
  if (order.level != Level::kClosed) {
    posture.share_permille = order.share_permille;
    return posture;
  }
  posture.draining = now < order.from + order.drain;
  posture.drain_sessions = posture.draining && order.drain_sessions;
  return posture;
}

// Visits the stages with the time each begins; returns when the last one ends, empty when it does not.
template <typename Visit>
std::optional<BootTime> each_stage(const Order& order, BootTime at, Visit visit) {
  for (const Stage& stage : order.then) {
    visit(stage, at);
    if (!stage.lasts) return std::nullopt;
    at += *stage.lasts;
  }
  return at;
}

Posture stage_posture(const Order& order, const Stage& stage) {
  Posture posture{.level = stage.level, .cause = order.cause, .order = order.id};
  if (stage.level != Level::kClosed) posture.share_permille = stage.share_permille;
  return posture;
}

struct Candidate {
  const Order* order;
  Hand hand;
};

bool asked_after(const Candidate& a, const Candidate& b) {
  const auto rank = [](const Candidate& c) {
    return std::tuple(c.order->scope.kind, strictness(c.hand.posture), c.order->id);
  };
  return rank(a) < rank(b);
}

// Walks from the narrowest hand to the first that is not soft; see Hand for why soft ones do not end the walk. A heap,
// because the first is mostly the last one asked.
Posture decide(std::vector<Candidate>& candidates) {
  const bool compromised = std::any_of(candidates.begin(), candidates.end(), [](const Candidate& c) {
    return c.order->cause == Cause::kCompromise;
  });
  std::make_heap(candidates.begin(), candidates.end(), asked_after);
  Posture decided = candidates.front().hand.posture;
  while (candidates.front().hand.soft && candidates.size() > 1) {
    std::pop_heap(candidates.begin(), candidates.end(), asked_after);
    candidates.pop_back();
    decided = stricter_of(decided, candidates.front().hand.posture);
  }
  decided.lanes_served = !compromised;
  return decided;
}

std::optional<Hand> hand_of(const Order& order, BootTime now, Drain drain) {
  std::optional<Hand> asked = hand(order, now);
  if (asked && drain == Drain::kOver && asked->posture.draining) {
    asked->posture.draining = asked->posture.drain_sessions = false;
    asked->soft = false;
  }
  return asked;
}

}  // namespace

std::string_view name(Ending::Kind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "time", "quiet", "person"};
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : "unknown";
}

Ending ending(const Order& order) {
  if (order.cause == Cause::kCompromise) return {Ending::Kind::kPerson, order.until};
  if (!order.until) return {};
  if (const auto over = hand_over(order)) return {Ending::Kind::kTime, over};
  return {Ending::Kind::kQuiet, order.until};
}

std::optional<Hand> hand(const Order& order, BootTime now) {
  if (now < order.from) return std::nullopt;
  const std::optional<BootTime> over = hand_over(order);
  if (!over || now < *over) {
    const Posture posture = first_posture(order, now);
    return Hand{posture, posture.draining};
  }
  std::optional<Hand> asked;
  const auto end = each_stage(order, *over, [&](const Stage& stage, BootTime at) {
    if (at <= now) asked = Hand{stage_posture(order, stage), true};
  });
  if (end && *end <= now) return std::nullopt;
  return asked;
}

bool covers(const Scope& scope, const ServicePlace& place) {
  switch (scope.kind) {
    case ScopeKind::kAll: return true;
    case ScopeKind::kCompartment: return scope.name == place.compartment;
    case ScopeKind::kService: return scope.name == place.service;
  }
  return false;
}

std::vector<Step> timeline(const Order& order) {
  std::vector<Step> steps;
  const std::optional<BootTime> over = hand_over(order);
  const BootTime drained = order.from + order.drain;
  const bool ends_before_drained = over && *over <= drained;
  if (!over || *over > order.from) {
    steps.push_back({order.from, first_posture(order, order.from)});
    if (steps.back().posture.draining && !ends_before_drained) {
      steps.push_back({drained, first_posture(order, drained)});
    }
  }
  if (!over) return steps;
  const BootTime stages_from = std::max(*over, order.from);
  const auto end = each_stage(order, stages_from, [&](const Stage& stage, BootTime at) {
    steps.push_back({at, stage_posture(order, stage)});
  });
  if (end) steps.push_back({*end, Posture{}});
  return steps;
}

bool is_over(const Order& order, BootTime now) {
  const auto over = hand_over(order);
  if (!over) return false;
  const auto end = each_stage(order, *over, [](const Stage&, BootTime) {});
  return end && *end <= now && order.from <= now;
}

bool is_overdue(const Order& order, BootTime now) {
  return order.until && *order.until <= now && !hand_over(order);
}

Posture stricter_of(const Posture& a, const Posture& b) {
  Posture both = strictness(b) > strictness(a) ? b : a;
  if (both.level != Level::kClosed) both.share_permille = std::min(a.share_permille, b.share_permille);
  both.lanes_served = a.lanes_served && b.lanes_served;
  return both;
}

bool looser(const Posture& a, const Posture& b) {
  if (a.level != b.level && (a.level < b.level || a.level == Level::kClosed)) return a.level < b.level;
  if (a.level != Level::kClosed) return a.share_permille > b.share_permille;
  return cut_off(a) < cut_off(b) || (a.lanes_served && !b.lanes_served);
}

Covering covering(std::span<const Order> orders, const ServicePlace& place) {
  Covering found;
  for (const Order& order : orders) {
    if (covers(order.scope, place)) found.push_back(&order);
  }
  return found;
}

Posture resolve_among(const Covering& orders, BootTime now, Drain drain) {
  for (const Rank rank : {Rank::kOperator, Rank::kPlaybook}) {
    std::vector<Candidate> candidates;
    for (const Order* order : orders) {
      if (order->rank != rank) continue;
      if (const auto asked = hand_of(*order, now, drain)) candidates.push_back({order, *asked});
    }
    if (!candidates.empty()) return decide(candidates);
  }
  return Posture{};
}

Posture resolve(std::span<const Order> orders, const ServicePlace& place, BootTime now) {
  return resolve_among(covering(orders, place), now, Drain::kAsOrdered);
}

Posture resolve_settled(std::span<const Order> orders, const ServicePlace& place, BootTime now) {
  return resolve_among(covering(orders, place), now, Drain::kOver);
}

}  // namespace bulkhead::posture
