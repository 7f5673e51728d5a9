// Giving an order and taking one away.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "control/orders/merge.h"
#include "control/orders/order_book_state.h"
#include "posture/sentence.h"

namespace bulkhead::control {

using posture::Order;
using posture::Scope;

namespace {

Outcome outcome_of(Outcome::Kind kind, posture::Preview preview, const posture::Permission& permission) {
  Outcome outcome;
  outcome.kind = kind;
  outcome.preview = std::move(preview);
  outcome.needs_second_person = permission.verdict == posture::Verdict::kNeedsSecond;
  outcome.why = permission.why;
  outcome.overridden = permission.overridden;
  return outcome;
}

// Loud is only what somebody else should have agreed to; uid 0 is nobody in particular, so it always is.
bool stood_in(const posture::Person& person, bool alone, const posture::Permission& permission) {
  return alone && (permission.overridden || person.root);
}

Proposal proposal_of(ProposalKind kind, const posture::Person& person, const std::string& reason,
                     std::string what, bool drill) {
  Proposal proposal;
  proposal.kind = kind;
  proposal.author = person.id;
  proposal.reason = reason;
  proposal.what = std::move(what);
  proposal.drill = drill;
  return proposal;
}

// The same words as `placed` has; who gave it, why and when does not count.
bool asks_the_same(const Order& order, const Order& placed) {
  const auto lasts = [](const Order& one) {
    return one.until ? std::optional(*one.until - one.from) : std::nullopt;
  };
  return order.rank == placed.rank && order.scope == placed.scope && order.drill == placed.drill &&
         order.level == placed.level && order.cause == placed.cause &&
         order.public_text == placed.public_text && order.then == placed.then &&
         order.drain == placed.drain && order.drain_sessions == placed.drain_sessions &&
         lasts(order) == lasts(placed);
}

// A scope is named as a door is; the time is what one person is there for.
std::string why_repeated(const Order& order, const posture::Permission& permission, BootTime now) {
  const std::string ago = duration_text(now - order.from);
  if (order.scope.kind == posture::ScopeKind::kAll)
    return fmt::format("the same was ordered {} ago; {}", ago, permission.why);
  return fmt::format("the same was ordered {} ago; one person may keep {} closed for {} in all", ago,
                     posture::text(order.scope), duration_text(posture::kAloneClosedMax));
}

}  // namespace

// A second person is not asked for the few seconds between two times that the same command was typed.
const Order* OrderBook::State::repeated(const Act& act, const Weighed& weighed, const Now& now) const {
  if (!act.placed || act.placed->level != posture::Level::kClosed || !weighed.preview.changes.empty() ||
      weighed.permission.verdict != posture::Verdict::kNeedsSecond)
    return nullptr;
  const auto found = std::ranges::find_if(in_force, [&](const Order& order) {
    return now.boot() - order.from < kRepeatedWithin && asks_the_same(order, *act.placed);
  });
  return found == in_force.end() ? nullptr : &*found;
}

Status OrderBook::State::check_scope(const Scope& scope) const {
  const bool known = std::ranges::any_of(policy.services, [&](const posture::ServiceFacts& service) {
    return posture::covers(scope, service.place);
  });
  if (known || scope.kind == posture::ScopeKind::kAll) return {};
  return fail(ErrorCode::kNotFound, fmt::format("the policy has no {}", posture::text(scope)));
}

// Somebody may have closed a door in earnest while the rehearsal was on.
Status OrderBook::State::check_drill(bool drill, const posture::Change& change) const {
  if (!drill || policy.rehearsal) return {};
  std::vector<Order> real;
  std::ranges::copy_if(in_force, std::back_inserter(real), [](const Order& order) { return !order.drill; });
  for (const posture::ServiceFacts& service : policy.services) {
    const auto ordered = posture::resolve_settled(real, service.place, change.now);
    if (!posture::looser(posture::settled_after(change, service.place), ordered)) continue;
    return fail(ErrorCode::kDenied,
                fmt::format("{} is {} in earnest: a rehearsal does not make it looser than that",
                            service.place.service, posture::name(ordered.level)));
  }
  return {};
}

std::vector<Id> OrderBook::State::ended_by_open(const Scope& scope) const {
  std::vector<Id> ids;
  for (const Order& order : in_force) {
    if (order.rank == posture::Rank::kOperator && order.scope == scope) ids.push_back(order.id);
  }
  return ids;
}

bool OrderBook::State::opens_something(const Order& open, const std::vector<Id>& ended,
                                       const Now& now) const {
  const posture::Change without{in_force, ended, nullptr, open.scope, now.boot()};
  const posture::Change with{in_force, ended, &open, open.scope, now.boot()};
  return std::ranges::any_of(policy.services, [&](const posture::ServiceFacts& service) {
    return posture::looser(posture::settled_after(with, service.place),
                           posture::settled_after(without, service.place));
  });
}

OrderBook::State::Weighed OrderBook::State::weigh(const posture::Person& person, bool alone,
                                                  const posture::Change& change) const {
  const std::vector<posture::ServiceFacts> services = facts();
  const std::vector<posture::Effect> effects = posture::effects(change, services);
  std::vector<const Order*> ended;
  for (const Id id : change.ended) ended.push_back(find(id));
  Weighed weighed;
  weighed.preview = posture::preview(change, services);
  weighed.permission = posture::may_order(person, alone, change.placed, ended, effects);
  weighed.only_tightens = std::ranges::none_of(
      effects, [](const posture::Effect& effect) { return posture::looser(effect.after, effect.before); });
  return weighed;
}

Result<OrderBook::State::Act> OrderBook::State::act_of(const OrderRequest& request, std::string author,
                                                       std::string approver, const Now& now) {
  if (auto status = check_scope(request.scope); !status) return fail_as(status);
  auto order = order_of(request, std::move(author), make_id(now), now.boot(), now.real());
  if (!order) return fail_as(order);
  order->approver = std::move(approver);
  order->drill = order->drill || policy.rehearsal;
  Act act;
  act.how = fmt::format("opened by {}", order->author);
  if (order->level == posture::Level::kOpen) act.ended = ended_by_open(order->scope);
  const bool asks_for_more =
      order->level != posture::Level::kOpen || order->share_permille < posture::kShareAll;
  if (asks_for_more || opens_something(*order, act.ended, now)) act.placed = *std::move(order);
  return act;
}

// There is always room for what tightens; see OrderBook::kOrdersInForceMax.
Status OrderBook::State::make_room(Act& act) const {
  if (!act.placed || in_force.size() - act.ended.size() < kOrdersInForceMax) return {};
  if (!act.only_tightens) {
    return fail(ErrorCode::kLimit, fmt::format("{} orders are in force; {} are allowed: take some away first",
                                               in_force.size(), kOrdersInForceMax));
  }
  std::vector<const Order*> same;
  for (const Order& order : in_force) {
    const bool stays = std::ranges::find(act.ended, order.id) == act.ended.end();
    if (stays && order.scope == act.placed->scope && order.rank == act.placed->rank) same.push_back(&order);
  }
  if (same.empty()) return {};
  act.unmerged = act.placed;
  act.placed = merged(*act.placed, same);
  act.how = fmt::format("merged into {}", act.placed->id.text());
  for (const Order* order : same) act.ended.push_back(order->id);
  act.entry.outcome +=
      fmt::format(", merged with {} of its scope because {} are in force", same.size(), in_force.size());
  return {};
}

Result<Outcome> OrderBook::State::enact(Act act, const Weighed& weighed, const Now& now) {
  act.only_tightens = weighed.only_tightens;
  act.entry.outcome = act.placed ? "placed" : "ended";
  if (weighed.permission.overridden) act.entry.outcome += ", alone although " + weighed.permission.why;
  if (auto status = make_room(act); !status) return fail_as(status);
  if (act.placed) act.entry.links.push_back(act.placed->id);
  act.entry.links.insert(act.entry.links.end(), act.ended.begin(), act.ended.end());
  std::vector<Order> over;
  for (const Id id : act.ended) over.push_back(*find(id));
  const auto in_reserve = carry_out(act, now);
  if (!in_reserve) return fail_as(in_reserve);
  Outcome outcome = outcome_of(act.placed ? Outcome::Kind::kPlaced : Outcome::Kind::kEnded, weighed.preview,
                               weighed.permission);
  outcome.order = act.placed;
  if (!act.ended.empty()) outcome.ended = std::move(over);
  outcome.in_reserve = *in_reserve;
  outcome.merged = act.unmerged.has_value();
  outcome.published = published;
  return outcome;
}

Result<Outcome> OrderBook::place(const posture::Person& person, const OrderRequest& request) {
  const State::Now now = state_->now();
  auto act = state_->act_of(request, person.id, {}, now);
  if (!act) return fail_as(act);
  const Order* placed = act->placed ? &*act->placed : nullptr;
  const posture::Change change{state_->in_force, act->ended, placed, request.scope, now.boot()};
  if (auto status = state_->check_drill(request.drill, change); !status) return fail_as(status);
  auto weighed = state_->weigh(person, request.alone, change);
  const Outcome::Kind nothing_done = request.dry_run ? Outcome::Kind::kPreview : Outcome::Kind::kUnchanged;
  if (const Order* there = state_->repeated(*act, weighed, now)) {
    weighed.preview.endings.clear();
    weighed.preview.sentence = posture::sentence(weighed.preview);
    Outcome outcome = outcome_of(nothing_done, weighed.preview, {});
    outcome.why = why_repeated(*there, weighed.permission, now.boot());
    outcome.order = *there;
    return outcome;
  }
  if (request.dry_run) {
    Outcome outcome = outcome_of(nothing_done, weighed.preview, weighed.permission);
    outcome.would_place = act->placed;
    return outcome;
  }

  const std::string what = placed != nullptr ? describe(*placed) : "open " + posture::text(request.scope);
  const std::string action = placed != nullptr ? verb(*placed) : "open";
  act->entry = entry_of(person, action, request.scope, request.reason);
  act->entry.what = what + ": " + weighed.preview.sentence;
  act->entry.alone = stood_in(person, request.alone, weighed.permission);
  if (act->placed) act->placed->alone = act->entry.alone;
  act->entry.drill = request.drill;
  switch (weighed.permission.verdict) {
    case posture::Verdict::kRefused: return state_->refuse(act->entry, weighed.permission.why, now);
    case posture::Verdict::kNeedsSecond:
      return state_->propose(proposal_of(ProposalKind::kOrder, person, request.reason, what, request.drill),
                             {request, act->ended}, weighed, request.scope, now);
    case posture::Verdict::kAllowed: break;
  }
  if (placed == nullptr && act->ended.empty()) {
    return outcome_of(Outcome::Kind::kUnchanged, weighed.preview, weighed.permission);
  }
  return state_->enact(*std::move(act), weighed, now);
}

Result<Outcome> OrderBook::undo(const posture::Person& person, Id id, const UndoRequest& request) {
  const State::Now now = state_->now();
  const Order* order = state_->find(id);
  if (order == nullptr) {
    const auto known = state_->parts.store.knows(id);
    if (known && *known)
      return fail(ErrorCode::kConflict, fmt::format("order {} is over already", id.text()));
    return fail(ErrorCode::kNotFound, fmt::format("there is no order {}", id.text()));
  }
  if (auto status = check_reason(request.reason, Reason::kRequired); !status) return fail_as(status);
  const Scope scope = order->scope;
  const std::string what = "undo " + describe(*order);
  State::Act act;
  act.ended = {id};
  act.how = fmt::format("undone by {}", person.id);
  const posture::Change change{state_->in_force, act.ended, nullptr, scope, now.boot()};
  if (auto status = state_->check_drill(request.drill, change); !status) return fail_as(status);
  const auto weighed = state_->weigh(person, request.alone, change);
  if (request.dry_run) return outcome_of(Outcome::Kind::kPreview, weighed.preview, weighed.permission);

  act.entry = entry_of(person, "undo", scope, request.reason);
  act.entry.what = what + ": " + weighed.preview.sentence;
  act.entry.alone = stood_in(person, request.alone, weighed.permission);
  act.entry.drill = request.drill;
  switch (weighed.permission.verdict) {
    case posture::Verdict::kRefused: return state_->refuse(act.entry, weighed.permission.why, now);
    case posture::Verdict::kNeedsSecond: {
      const Proposed proposed{{.scope = scope, .reason = request.reason}, act.ended};
      return state_->propose(proposal_of(ProposalKind::kUndo, person, request.reason, what, request.drill),
                             proposed, weighed, scope, now);
    }
    case posture::Verdict::kAllowed: break;
  }
  return state_->enact(std::move(act), weighed, now);
}

}  // namespace bulkhead::control
