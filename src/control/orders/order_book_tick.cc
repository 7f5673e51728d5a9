// What time does: orders end, proposals expire, what could not be written or told is tried again.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "control/orders/order_book_state.h"

namespace bulkhead::control {

using posture::Order;

namespace {

HistoryEntry by_time(std::string person, std::string action, const std::string& scope, std::string what,
                     Id link, bool drill) {
  HistoryEntry entry;
  entry.person = std::move(person);
  entry.action = std::move(action);
  entry.scope = scope;
  entry.what = std::move(what);
  entry.outcome = "ended";
  entry.links = {link};
  entry.drill = drill;
  return entry;
}

std::optional<BootTime> next_step(const Order& order, BootTime after) {
  for (const posture::Step& step : posture::timeline(order)) {
    if (step.at > after) return step.at;
  }
  return std::nullopt;
}

}  // namespace

// An attack order whose time is up is let go once its signals have been quiet for long enough; then `then` runs.
void OrderBook::State::let_go_of_quiet(StoreChange& change, const Now& now) const {
  if (parts.quiet == nullptr) return;
  for (const Order& order : in_force) {
    if (order.cause != posture::Cause::kAttack || !posture::is_overdue(order, now.boot())) continue;
    const auto quiet = parts.quiet->quiet_for(order, now.boot());
    if (!quiet || *quiet < posture::kQuietNeeded) continue;
    Order let_go = order;
    let_go.quiet_at = now.boot();
    change.rewritten.push_back({let_go, now.beat.boot_id});
    change.history.push_back(
        by_time("quiet", "end", posture::key(order.scope), describe(order), order.id, order.drill));
  }
}

StoreChange OrderBook::State::due(const Now& now) const {
  StoreChange change;
  for (const Order& order : in_force) {
    if (!posture::is_over(order, now.boot())) continue;
    const std::string how = order.quiet_at ? "quiet" : "time";
    change.ended.push_back({order.id, now.real(), how});
    change.history.push_back(
        by_time(how, "expire", posture::key(order.scope), describe(order), order.id, order.drill));
  }
  for (const Proposal& proposal : proposals) {
    if (proposal.expires > now.boot()) continue;
    change.proposals_over.push_back(proposal.id);
    change.history.push_back(by_time("time", "expire", {}, proposal.what, proposal.id, proposal.drill));
    change.history.back().outcome = "expired: nobody agreed in time";
  }
  let_go_of_quiet(change, now);
  return change;
}

void OrderBook::State::apply(const StoreChange& change) {
  for (const StoredOrder& rewritten : change.rewritten) {
    const auto found = std::ranges::find(in_force, rewritten.order.id, &Order::id);
    if (found != in_force.end()) *found = rewritten.order;
  }
  for (const StoreChange::End& over : change.ended) {
    std::erase_if(in_force, [&](const Order& order) { return order.id == over.order; });
  }
  for (const Id id : change.proposals_over) forget_proposal(id);
}

Status OrderBook::tick() {
  State& state = *state_;
  const State::Now now = state.now();
  const StoreChange change = state.due(now);
  const bool something = !change.ended.empty() || !change.proposals_over.empty() || !change.rewritten.empty();
  const bool beat_due = !state.written_beat || now.boot() - state.written_beat->boot >= kHeartbeatEvery;
  const bool waits = !state.stored || state.rewrite_due || !state.parts.journal.empty();
  Status status;
  if (something || beat_due || waits) {
    status = state.commit(change, now);
    // An order that is over asks for nothing, so it may stay in the list until that can be written down.
    if (status) state.apply(change);
  }
  const bool step_passed = std::ranges::any_of(state.in_force, [&](const Order& order) {
    const auto next = next_step(order, state.published_at);
    return next && *next <= now.boot();
  });
  if (something || step_passed || !state.published) state.publish(now);
  return status ? state.published : status;
}

std::optional<BootTime> OrderBook::next_change() const {
  std::optional<BootTime> next;
  const BootTime now = state_->now().boot();
  for (const Order& order : state_->in_force) {
    const auto step = next_step(order, now);
    if (step && (!next || *step < *next)) next = step;
  }
  return next;
}

Result<DoorState> OrderBook::door(std::string_view service) const {
  const posture::ServiceFacts* facts = state_->policy.find_service(service);
  if (facts == nullptr)
    return fail(ErrorCode::kNotFound, fmt::format("the policy has no service {}", service));
  return state_->door(static_cast<std::size_t>(facts - state_->policy.services.data()), state_->now());
}

std::vector<DoorState> OrderBook::doors() const {
  const State::Now now = state_->now();
  std::vector<DoorState> doors;
  doors.reserve(state_->policy.services.size());
  for (std::size_t i = 0; i < state_->policy.services.size(); ++i) doors.push_back(state_->door(i, now));
  return doors;
}

DoorState OrderBook::State::door(std::size_t service, const Now& now) const {
  DoorState door;
  door.posture = posture::resolve(in_force, policy.services[service].place, now.boot());
  door.order = door.posture.order.empty() ? nullptr : find(door.posture.order);
  if (door.order == nullptr) return door;
  const Order& order = *door.order;
  door.since_real = since(service, door.posture, order, now);
  if (door.posture.draining && standings[service]) door.drains_until_real = standings[service]->drains_until;
  door.ending = posture::ending(order);
  door.ending_real = order.until_real;
  door.overdue = posture::is_overdue(order, now.boot());
  const auto over = posture::hand_over(order);
  if (over && *over <= now.boot()) {
    // Reopening: what is still to come is the end of the stages.
    const auto steps = posture::timeline(order);
    const bool ends = steps.back().posture.order.empty();
    door.ending = ends ? posture::Ending{posture::Ending::Kind::kTime, steps.back().at} : posture::Ending{};
    door.ending_real.reset();
    if (ends && order.until_real) door.ending_real = *order.until_real + (steps.back().at - *order.until);
  }
  return door;
}

}  // namespace bulkhead::control
