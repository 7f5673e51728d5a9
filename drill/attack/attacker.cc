#include "drill/attack/attacker.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "drill/attack/flood.h"
#include "drill/attack/payloads.h"
#include "drill/people/addresses.h"
#include "drill/play/pause.h"

namespace bulkhead::drill {

namespace asio = boost::asio;
using asio::awaitable;

// One attack in one phase.
struct Attackers::Playing {
  Playing(const Phase& phase_, const Attack& attack_, Milliseconds begins_, const Country& country)
      : phase(phase_), attack(attack_), begins(begins_), ends(begins_ + phase_.lasts), persons(country) {}

  /// When the `number`-th of requests that come this often is due.
  Milliseconds due(std::uint64_t number, double per_s) const {
    return begins + Milliseconds(std::llround(static_cast<double>(number) * 1'000 / per_s));
  }
  Identity from(std::uint64_t number) const {
    return {address_in(attack.networks, number % attack.sources), "en",
            "Mozilla/5.0 (drill; " + attack.name + ")"};
  }
  /// What came of one that was counted as sent before.
  void note(const Fetched& fetched) {
    if (fetched.end != Fetched::End::kAnswered) return;
    if (fetched.refused())
      ++outcome.refused;
    else if (fetched.status < 500)
      ++outcome.reached;
    persons.add_those_in(fetched.body);
  }

  const Phase& phase;
  const Attack& attack;
  Milliseconds begins;
  Milliseconds ends;
  Persons persons;
  AttackOutcome outcome;
  std::uint64_t dropped = 0;  ///< Due, and not sent: too many others waited for an answer.
};

Attackers::Attackers(asio::io_context& context, const Scenario& scenario, const Country& country,
                     const Target& target, const Stage& stage)
    : context_(context), scenario_(scenario), country_(country), target_(target), stage_(stage) {
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    const Phase& phase = scenario.phases[i];
    for (const Attack& attack : phase.attacks) {
      Playing& playing =
          *playing_.emplace_back(std::make_unique<Playing>(phase, attack, scenario.begins(i), country));
      playing.outcome.phase = phase.name;
      playing.outcome.attack = attack.name;
      playing.outcome.kind = attack.kind;
      playing.outcome.services = attack.services;
    }
  }
}

Attackers::~Attackers() = default;

void Attackers::spawn(const Playing& playing, awaitable<void> task) {
  ++under_way_;
  asio::co_spawn(context_, std::move(task), [this, &playing](const std::exception_ptr& broken) {
    --under_way_;
    try {
      if (broken) std::rethrow_exception(broken);
    } catch (const std::exception& exception) {
      note_trouble(playing, exception.what());
    }
  });
}

void Attackers::note_trouble(const Playing& playing, std::string_view why) {
  if (troubles_.size() < kTroublesMax)
    troubles_.push_back(
        fmt::format("attack \"{}\" in \"{}\": {}", playing.attack.name, playing.phase.name, why));
}

awaitable<void> Attackers::send_one(Playing& playing, std::uint64_t number) {
  const auto& services = playing.attack.services;
  const PlayedService& service = *country_.find(services[number % services.size()]);
  const AttackRequest request = request_of(playing.attack, number / services.size());
  Browser browser(context_, target_, playing.from(number));
  Fetched fetched;
  ++playing.outcome.sent;
  if (request.post)
    fetched = co_await browser.post(service.host, request.path, request.content_type, request.body);
  else
    fetched = co_await browser.get(service.host, request.path);
  --steady_;
  playing.note(fetched);
}

awaitable<void> Attackers::send_steadily(Playing& playing) {
  const double per_s = playing.attack.requests_per_s * static_cast<double>(playing.attack.services.size());
  for (std::uint64_t number = 0;; ++number) {
    const Milliseconds due = playing.due(number, per_s);
    if (due >= playing.ends || !co_await pause_until(stage_, stage_.when(due))) co_return;
    if (steady_ == kRequestsAtOnceMax) {
      ++playing.dropped;
      continue;
    }
    ++steady_;
    spawn(playing, send_one(playing, number));
  }
}

// One stolen log-in of a clerk: takes the register as a file, or every `sources`-th record of it, one after another. Thieves take
// turns.
awaitable<void> Attackers::walk(Playing& playing, const PlayedService& service, std::uint64_t thief) {
  Browser browser(context_, target_, playing.from(thief));
  const std::string clerk = clerk_named(thief);
  const nlohmann::json who = {{"clerk", clerk}, {"password", password_of(clerk)}};
  const double per_s = playing.attack.requests_per_s;
  const bool whole = playing.attack.kind == Attack::Kind::kExport;
  bool inside = false;
  std::uint64_t record = 1 + thief;
  for (std::uint64_t number = 0;; ++number) {
    const Milliseconds due = playing.due(thief + number * playing.attack.sources, per_s);
    if (due >= playing.ends || !co_await pause_until(stage_, stage_.when(due))) break;
    if (!inside) {
      ++playing.outcome.sent;
      const Fetched session =
          co_await browser.post(service.host, "/api/v1/session", "application/json", who.dump());
      playing.note(session);
      inside = session.ok();
      if (!inside) continue;
    }
    ++playing.outcome.sent;
    const std::string path =
        whole ? "/clerk/records.csv" : fmt::format("/api/v1/{}/{}", service.records, record);
    const Fetched fetched = co_await browser.get(service.host, path);
    if (fetched.ok() || fetched.status == 404) record += playing.attack.sources;
    if (fetched.status == 401) inside = false;
    playing.note(fetched);
  }
}

awaitable<void> Attackers::flood(Playing& playing) {
  ++floods_;
  std::vector<std::string> hosts;
  for (const std::string& service : playing.attack.services) hosts.push_back(country_.find(service)->host);
  Flood flood(playing.attack, hosts, target_);
  while (
      stage_.now() < playing.ends &&
      co_await pause_until(stage_, std::min(stage_.when(playing.ends), Stage::Clock::now() + kLeaveWithin))) {
  }
  flood.stop();
  // The thread is heard out without holding up everybody else; Generator::kDrainMax bounds it.
  asio::steady_timer timer(context_);
  boost::system::error_code ignored;
  while (!flood.has_ended()) {
    timer.expires_after(kLeaveWithin);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (!flood.trouble().empty()) note_trouble(playing, flood.trouble());
  const load::Counts counts = flood.counts();
  playing.outcome.sent = counts.sent;
  playing.outcome.reached = counts.served;
  playing.outcome.refused = counts.refused;
  --floods_;
}

awaitable<void> Attackers::play_one(Playing& playing) {
  if (!co_await pause_until(stage_, stage_.when(playing.begins))) co_return;
  switch (playing.attack.kind) {
    case Attack::Kind::kFlood: co_await flood(playing); break;
    case Attack::Kind::kHarvest:
    case Attack::Kind::kExport:
      for (const std::string& service : playing.attack.services)
        for (std::uint64_t thief = 0; thief < playing.attack.sources; ++thief)
          spawn(playing, walk(playing, *country_.find(service), thief));
      break;
    default: co_await send_steadily(playing); break;
  }
}

awaitable<void> Attackers::play() {
  for (const auto& playing : playing_) spawn(*playing, play_one(*playing));
  // Nobody waits longer for an attack's last answer than for an honest person's.
  const auto last = stage_.when(scenario_.lasts() + Stage::kDrainMax);
  // A flood is stopped and counted also when everybody leaves.
  while (under_way_ > 0 && Stage::Clock::now() < last && (!stage_.is_cleared() || floods_ > 0)) {
    asio::steady_timer timer(context_, kLeaveWithin);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

std::vector<AttackOutcome> Attackers::outcomes() const {
  std::vector<AttackOutcome> outcomes;
  for (const auto& playing : playing_) {
    AttackOutcome& outcome = outcomes.emplace_back(playing->outcome);
    outcome.persons = playing->persons.count();
    outcome.failed = outcome.sent - std::min(outcome.sent, outcome.reached + outcome.refused);
  }
  return outcomes;
}

std::vector<std::string> Attackers::troubles() const {
  std::vector<std::string> all = troubles_;
  for (const auto& playing : playing_)
    if (playing->dropped > 0)
      all.push_back(
          fmt::format("attack \"{}\" in \"{}\": {} requests were due and not sent, {} waited for answers",
                      playing->attack.name, playing->phase.name, playing->dropped, kRequestsAtOnceMax));
  return all;
}

std::uint64_t Attackers::persons_out() const {
  Persons all(country_);
  for (const auto& playing : playing_) all.add(playing->persons);
  return all.count();
}

}  // namespace bulkhead::drill
