#include "control/daemon/daemon.h"

#include <chrono>

#include <fmt/format.h>

#include "control/daemon/daemon_state.h"
#include "os/memory.h"

namespace bulkhead::control {
namespace {

constexpr std::chrono::seconds kTickEvery{1};
/// Well within the time for which the site says it is valid.
constexpr Milliseconds kSiteEvery = std::chrono::seconds(30);
constexpr Milliseconds kStoreEvery = std::chrono::seconds(5);
constexpr Milliseconds kRecollectEvery = std::chrono::minutes(1);

}  // namespace

Daemon::Daemon(std::unique_ptr<State> state) : state_(std::move(state)) {}

Daemon::~Daemon() {
  state_->tick_timer.cancel();
  state_->site_timer.cancel();
  state_->prober->stop();
  state_->self_tester->stop();
  state_->say(Severity::kInfo, "stopped");
}

std::vector<std::string> Daemon::warnings() { return state_->observe().warnings; }

std::uint16_t Daemon::tcp_port() const { return state_->server->tcp_port(); }

void Daemon::finish(std::function<void()> done) {
  state_->finishing = true;
  state_->tick_timer.cancel();
  state_->prober->stop();
  state_->self_tester->stop();
  state_->consent_server->finish(kFinishMax, [] {});
  state_->server->finish(kFinishMax, std::move(done));
}

void Daemon::State::trouble_at_start(std::string_view event, const std::string& why) {
  say(Severity::kWarning, event, {{"why", why}});
  troubles.start.push_back(why);
}

void Daemon::State::tick_again() {
  tick_timer.expires_after(kTickEvery);
  tick_timer.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled || finishing) return;
    tick();
    tick_again();
  });
}

// A database that could not be opened (a disk that was full, most likely) is tried again: then the orders behind the doors are
// known once more, and what went to the reserve meanwhile moves over.
void Daemon::State::recover_store() {
  if (book || clock.boot_now() - store_tried_at < kStoreEvery) return;
  store_tried_at = clock.boot_now();
  if (!journal) {
    auto opened_journal = Journal::open(paths.journal());
    if (!opened_journal) return;
    journal = std::move(*opened_journal);
  }
  auto opened = Store::open(paths.database());
  if (!opened) {
    troubles.store = opened.error().message;
    return;
  }
  store = std::move(*opened);
  troubles.store.clear();
  tighten_only.reset();
  segment_postures.reset();
  open_book();
  open_desk();
  api->book = book.get();
  api->tighten_only = tighten_only ? &*tighten_only : nullptr;
  api->desk = desk.get();
  if (!book) return;
  say(Severity::kInfo, "store_recovered");
  apply_first_policy();
}

void Daemon::State::tick() {
  const RealTime now = clock.real_now();
  publisher->heartbeat();
  recover_store();
  if (book) {
    if (Status ticked = book->tick(); !ticked)
      say(Severity::kError, "tick_failed", {{"why", ticked.error().message}});
    // A rotation that the disk refuses is tried again a second later; until then the old key holds.
    if (const auto rotated = keys ? keys->rotate_if_due(random, now) : Result<bool>(false);
        rotated && *rotated) {
      publisher->set_keys(keys->keys());
      if (Status published = publisher->republish(); !published)
        say(Severity::kError, "keys_not_published", {{"why", published.error().message}});
    }
    if (!recollected_at || now - *recollected_at >= kRecollectEvery || now < *recollected_at) {
      recollection_due = true;
      recollected_at = now;
    }
  }
  if (desk) desk->advance();
  drills->tick();
  look_for_drill();
  observatory.sample(clock.mono_now());
  self_tester->tick();
  keep_site();
  // Reading policies and writing pages leaves a heap of holes; a gateway of thousands of services should not sit on them.
  if (heap_has_holes && site->ready()) {
    os::return_free_memory();
    heap_has_holes = false;
  }
  if (options.on_tick) options.on_tick();
}

void Daemon::State::recollect() {
  if (!book || !recollection_due) return;
  recollection_due = false;
  recollection.refresh([this](const HistoryQuery& query) { return book->history(query); },
                       [this](std::size_t limit) { return book->ended(limit, std::nullopt); });
}

// What is down when a drill begins was down without it.
void Daemon::State::look_for_drill() {
  const bool plays = drills->is_playing();
  if (plays == down_before_drill.has_value()) return;
  site_changed = true;
  if (plays)
    down_before_drill = services_down(observe_without_warnings());
  else
    down_before_drill.reset();
}

void Daemon::State::keep_site() {
  const bool due =
      site_changed || publisher->epoch() != site_epoch || clock.boot_now() - site_written_at >= kSiteEvery;
  if (!due || !site->ready() || !active) return;
  troubles.site = site->error();
  if (publisher->epoch() != site_epoch) recollection_due = true;
  recollect();
  const Snapshot now = observe_without_warnings();
  const auto in_force = book ? book->in_force() : std::span<const posture::Order>();
  site->write(site_content({now, active->loaded.image, in_force, recollection.ended(),
                            down_before_drill ? &*down_before_drill : nullptr}),
              active->loaded.bytes);
  site_changed = false;
  site_epoch = publisher->epoch();
  site_written_at = clock.boot_now();
  heap_has_holes = true;
}

void Daemon::State::acted(const posture::Person& person, const Outcome& outcome) {
  LogFields fields{{"person", person.id}, {"outcome", std::string(name(outcome.kind))}};
  if (outcome.order) {
    fields.emplace_back("order", outcome.order->id.text());
    fields.emplace_back("scope", posture::text(outcome.order->scope));
    fields.emplace_back("level", std::string(posture::name(outcome.order->level)));
    fields.emplace_back("alone", outcome.order->alone ? "yes" : "no");
    fields.emplace_back("drill", outcome.order->drill ? "yes" : "no");
  }
  if (outcome.proposal) fields.emplace_back("proposal", outcome.proposal->id.text());
  say(Severity::kInfo, "acted", fields);

  troubles.peers.clear();
  const auto told = [this](const Status& status) {
    if (!status) troubles.peers = status.error().message;
  };
  if (outcome.order) told(peers.order_placed(*outcome.order));
  for (const posture::Order& order : outcome.ended) told(peers.order_ended(order));

  recollection_due = true;
  site_changed = true;
  keep_site_soon();
}

// Whoever acted does not wait for what the public is told of it.
void Daemon::State::keep_site_soon() {
  site_timer.expires_after(std::chrono::seconds(0));
  site_timer.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled && !finishing) keep_site();
  });
}

// What cannot be listed is not gone: the doors published before stay.
void Daemon::State::follow_doors() {
  auto doors = doors_of_kept(*images);
  if (doors)
    publisher->set_doors(std::move(*doors));
  else
    say(Severity::kError, "doors_not_read", {{"why", doors.error().message}});
}

Status Daemon::State::adopt(ActivePolicy next) {
  active = std::move(next);
  observatory.follow(active->loaded.image);
  prober->follow(active->policy);
  self_tester->follow(active->policy, images->image_path(active->version), active->version);
  follow_doors();
  site_changed = true;
  say(Severity::kInfo, "policy_in_force",
      {{"image", fmt::format("{}", active->version)}, {"policy_sha256", active->policy->sha256}});
  return book->apply_policy(view_of(*active->policy));
}

}  // namespace bulkhead::control
