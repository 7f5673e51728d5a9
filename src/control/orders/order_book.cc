#include "control/orders/order_book.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "control/orders/carry_over.h"
#include "control/orders/order_book_state.h"
#include "os/clock.h"
#include "os/random.h"
#include "policy/policy.h"

namespace bulkhead::control {

using posture::Order;

const posture::ServiceFacts* PolicyView::find_service(std::string_view name) const {
  const auto found = std::find_if(services.begin(), services.end(), [&](const posture::ServiceFacts& facts) {
    return facts.place.service == name;
  });
  return found == services.end() ? nullptr : &*found;
}

PolicyView view_of(const policy::Policy& policy) {
  PolicyView view;
  for (const policy::Service& service : policy.services) {
    posture::ServiceFacts facts;
    facts.place = {service.name, service.compartment};
    facts.criticality = static_cast<posture::Criticality>(service.criticality);
    facts.depends_on = service.depends_on;
    for (const policy::Lane& lane : service.lanes) facts.lanes.push_back(lane.name);
    view.services.push_back(std::move(facts));
  }
  for (const policy::Operator& one : policy.operators) {
    view.operators.push_back({one.id, static_cast<posture::Role>(one.role), false});
  }
  view.rehearsal = policy.gateway.rehearsal;
  return view;
}

std::string_view name(Outcome::Kind kind) {
  constexpr std::array<std::string_view, 7> kNames = {"placed",  "ended",  "unchanged", "proposed",
                                                      "preview", "agreed", "rejected"};
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : "unknown";
}

HistoryEntry entry_of(const posture::Person& person, std::string action, const posture::Scope& scope,
                      std::string_view reason) {
  HistoryEntry entry;
  entry.person = person.id;
  entry.action = std::move(action);
  entry.scope = posture::key(scope);
  entry.reason = reason;
  return entry;
}

OrderBook::State::Now OrderBook::State::now() const {
  const os::Clock& clock = parts.clock;
  return {{clock.boot_id(), clock.boot_now(), clock.real_now(), clock.real_time_trusted()}};
}

Id OrderBook::State::make_id(const Now& now) {
  return Id::make(now.real(), parts.gateway_id, parts.random.next());
}

void OrderBook::State::publish(const Now& now) {
  look_at_doors(now);
  published = parts.publisher.publish(as_told(), now.boot());
  published_at = now.boot();
}

const Order* OrderBook::State::find(Id id) const {
  const auto found =
      std::find_if(in_force.begin(), in_force.end(), [&](const Order& order) { return order.id == id; });
  return found == in_force.end() ? nullptr : &*found;
}

std::vector<posture::ServiceFacts> OrderBook::State::facts() const {
  std::vector<posture::ServiceFacts> services = policy.services;
  if (!parts.people_today) return services;
  for (posture::ServiceFacts& service : services)
    service.people_today = parts.people_today(service.place.service);
  return services;
}

// Whoever wrote to the journal may not have known the other orders, and a narrower guarded would win over a wider closed.
// What was taken because it tightens must not loosen once all are known.
Order OrderBook::State::raised(Order order, const Now& now) const {
  for (const posture::ServiceFacts& service : policy.services) {
    if (!posture::covers(order.scope, service.place)) continue;
    const auto before = posture::resolve_settled(in_force, service.place, now.boot());
    const auto after = posture::settled_after({in_force, {}, &order, order.scope, now.boot()}, service.place);
    if (!posture::looser(after, before)) continue;
    order.level = std::max(order.level, before.level);
    order.share_permille = std::min(order.share_permille, before.share_permille);
    if (order.level == posture::Level::kClosed) order.share_permille = posture::kShareAll;
  }
  return order;
}

// An order that is in the journal and in the store as well was moved before a crash: the store knows better.
void OrderBook::State::load_journal(const Now& now, const std::vector<Heartbeat>& beats) {
  const Journal::Reading& reading = parts.journal.reading();
  journal_damage = reading.damage;
  if (reading.torn) {
    journal_damage += fmt::format("{}the last record was not whole", reading.damage.empty() ? "" : "; ");
  }
  for (const JournalRecord& record : reading.records) {
    const auto known = parts.store.knows(record.order.id);
    if ((known && *known) || find(record.order.id) != nullptr) continue;
    in_force.push_back(raised(carried_over({record.order, record.taken.boot_id}, beats, now.beat), now));
    if (policy.rehearsal) in_force.back().drill = true;
  }
}

Status OrderBook::State::load(const Now& now) {
  auto beat = parts.store.heartbeat();
  if (!beat) return fail_as(beat);
  auto stored_orders = parts.store.in_force();
  if (!stored_orders) return fail_as(stored_orders);
  auto waiting_proposals = parts.store.proposals();
  if (!waiting_proposals) return fail_as(waiting_proposals);
  std::vector<Heartbeat> beats;
  if (*beat) beats.push_back(**beat);
  const bool rebooted = *beat && !same_boot(**beat, now.beat);
  for (const JournalRecord& record : parts.journal.reading().records) beats.push_back(record.taken);
  for (const StoredOrder& one : *stored_orders) in_force.push_back(carried_over(one, beats, now.beat));
  load_journal(now, beats);
  std::ranges::sort(in_force, {}, &Order::id);
  proposals = *std::move(waiting_proposals);
  if (rebooted) after_reboot(**beat, now);
  return {};
}

void OrderBook::State::after_reboot(const Heartbeat& last, const Now& now) {
  rewrite_due = true;
  // Their half hour ran on a clock that is no more: tick() ends them and says so.
  for (Proposal& proposal : proposals) proposal.expires = now.boot();
  HistoryEntry entry;
  entry.person = "gateway";
  entry.action = "reboot";
  entry.what =
      fmt::format("the machine has started again; {} orders are carried over, {} of being off counted",
                  in_force.size(), duration_text(downtime(last, now.beat)));
  entry.outcome = "carried over";
  static_cast<void>(note(std::move(entry), now));
}

OrderBook::OrderBook(std::unique_ptr<State> state) : state_(std::move(state)) {}
OrderBook::~OrderBook() = default;

Result<std::unique_ptr<OrderBook>> OrderBook::open(const Parts& parts, PolicyView policy) {
  auto state = std::make_unique<State>(parts);
  state->follow(std::move(policy));
  const State::Now now = state->now();
  if (auto status = state->load(now); !status) return fail_as(status);
  std::unique_ptr<OrderBook> book(new OrderBook(std::move(state)));
  book->state_->publish(now);
  // What cannot be written now (disk full) or told now is said by warnings() and tried again by every tick().
  static_cast<void>(book->tick());
  return book;
}

std::span<const Order> OrderBook::in_force() const { return state_->in_force; }
std::vector<Order> OrderBook::as_told() const { return state_->as_told(); }
const Order* OrderBook::find(Id order) const { return state_->find(order); }
const PolicyView& OrderBook::policy() const { return state_->policy; }

Result<std::vector<EndedOrder>> OrderBook::ended(std::size_t limit, std::optional<Id> before) const {
  return state_->parts.store.ended(limit, before);
}

std::vector<Proposal> OrderBook::proposals() const {
  const BootTime now = state_->now().boot();
  std::vector<Proposal> waiting;
  std::ranges::copy_if(state_->proposals, std::back_inserter(waiting),
                       [&](const Proposal& proposal) { return now < proposal.expires; });
  return waiting;
}

std::optional<Proposal> OrderBook::proposal(Id id) const {
  auto found = state_->waiting(id, state_->now());
  if (!found) return std::nullopt;
  return *std::move(found);
}

Result<std::vector<HistoryEntry>> OrderBook::history(const HistoryQuery& query) const {
  std::vector<std::string> scopes;
  if (query.service) {
    scopes = {"all", "service:" + *query.service};
    const posture::ServiceFacts* service = state_->policy.find_service(*query.service);
    if (service != nullptr) scopes.push_back("compartment:" + service->place.compartment);
  }
  return state_->parts.store.history(query.limit, query.before, scopes);
}

Status OrderBook::note(HistoryEntry entry) { return state_->note(std::move(entry), state_->now()); }

Status OrderBook::apply_policy(PolicyView policy) {
  state_->follow(std::move(policy));
  state_->publish(state_->now());
  return state_->published;
}

std::vector<std::string> OrderBook::warnings() const {
  const State& state = *state_;
  std::vector<std::string> texts;
  if (!state.stored) {
    texts.push_back(fmt::format("orders cannot be kept in the database, so only what tightens is taken: {}",
                                state.stored.error().message));
  }
  if (const std::size_t waiting = state.parts.journal.reading().records.size(); waiting > 0) {
    texts.push_back(fmt::format("{} {} in the reserve journal until the database takes {}", waiting,
                                waiting == 1 ? "order is" : "orders are", waiting == 1 ? "it" : "them"));
  }
  if (!state.journal_damage.empty()) {
    texts.push_back(
        fmt::format("the reserve journal was damaged ({}): look whether a door that was closed is missing",
                    state.journal_damage));
  }
  if (!state.published) {
    texts.push_back(
        fmt::format("workers have not been told of the last change: {}", state.published.error().message));
  }
  return texts;
}

}  // namespace bulkhead::control
