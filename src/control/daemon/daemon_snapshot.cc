// The gateway at this moment, from everything the daemon is made of.

#include "control/daemon/daemon_state.h"

namespace bulkhead::control {

StoreState Daemon::State::store_state() const {
  if (!book) return StoreState::kBroken;
  return journal->empty() ? StoreState::kOk : StoreState::kReserve;
}

void Daemon::State::describe_by_segment(ServiceNow& now) const {
  const auto index = active->loaded.image.find(now.service->name);
  if (!segment_postures || !index) return;
  const auto posture = segment_postures->at(active->loaded.image.service(*index).slot, clock.boot_now());
  if (posture) now.posture = *posture;
}

// As workers have it: where the book is not known, what was published last.
posture::Level Daemon::State::level_of(std::string_view service) const {
  if (!active) return posture::Level::kOpen;
  const policy::Service* known = active->policy->find_service(service);
  if (known == nullptr) return posture::Level::kOpen;
  if (!book) {
    ServiceNow now;
    now.service = known;
    describe_by_segment(now);
    return now.posture.level;
  }
  const std::vector<DoorState> doors = book->doors();
  const auto index = static_cast<std::size_t>(known - active->policy->services.data());
  return index < doors.size() ? doors[index].posture.level : posture::Level::kOpen;
}

ServiceNow Daemon::State::observe_service(const policy::Service& service, const DoorState* door) const {
  ServiceNow now;
  now.service = &service;
  now.health = prober->of(service.name);
  now.inspection = self_tester->of(service.name);
  observatory.describe(now);
  if (!book) describe_by_segment(now);
  if (door == nullptr) return now;
  now.posture = door->posture;
  if (door->order) now.order = *door->order;
  now.since = door->since_real;
  now.drains_until = door->drains_until_real;
  now.ending = door->ending;
  now.ending_real = door->ending_real;
  now.overdue = door->overdue;
  return now;
}

Snapshot Daemon::State::observe_without_warnings() {
  Snapshot now;
  now.policy = active ? active->policy : nullptr;
  now.as_of = clock.real_now();
  now.gateway_id = active ? active->policy->gateway.id : std::uint16_t{1};
  now.version = options.version;
  now.started = started;
  now.pid = options.pid;
  now.uptime = clock.boot_now() - started_boot;
  now.peers = peers.mode();
  now.store = store_state();
  now.real_time_trusted = clock.real_time_trusted();
  now.epoch = publisher->epoch();
  now.orders_in_force = book ? book->in_force().size() : 0;
  now.proposals = book ? book->proposals().size() : 0;
  if (active) now.image = describe(*active, publisher->is_staged());
  now.workers = observatory.workers(clock.boot_now());
  if (!active) return now;
  // The book's services are the policy's, both by name.
  const std::vector<DoorState> doors = book ? book->doors() : std::vector<DoorState>();
  const std::vector<policy::Service>& services = active->policy->services;
  now.services.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i)
    now.services.push_back(observe_service(services[i], i < doors.size() ? &doors[i] : nullptr));
  return now;
}

Snapshot Daemon::State::observe() {
  recollect();
  Snapshot now = observe_without_warnings();
  troubles.book = book ? book->warnings() : std::vector<std::string>();
  troubles.self_tests = self_tester->trouble();
  troubles.alone = recollection.alone(now.as_of);
  const auto published_ago =
      std::chrono::duration_cast<Milliseconds>(clock.mono_now() - publisher->published_at());
  now.warnings = control::warnings(now, published_ago, troubles);
  return now;
}

}  // namespace bulkhead::control
