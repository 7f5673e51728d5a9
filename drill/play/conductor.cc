#include "drill/play/conductor.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "drill/people/census.h"
#include "drill/play/officer.h"

namespace bulkhead::drill {
namespace {

// Between everything being ready and the first person.
constexpr Milliseconds kLeadIn{500};
constexpr Milliseconds kAgreedEvery{10'000};

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void told(ArmPlay& play, Moment::Kind kind, const Status& status, std::string text) {
  if (status)
    play.note(kind, std::move(text));
  else
    play.note(Moment::Kind::kTrouble, fmt::format("{}: {}", text, status.error().message));
}

// Services that were down before and are not any more come back; those that now are go.
void enter_phase(ArmPlay& play, const Phase& phase, const std::vector<std::string>& down_before,
                 launch::Supervisor& supervisor) {
  play.note(Moment::Kind::kPhase, phase.name);
  if (play.arm().kind == ArmKind::kTarget) {
    for (const std::string& service : phase.down)
      play.note(Moment::Kind::kTrouble,
                service + " stays: this gateway's services are not the drill's to stop");
    return;
  }
  for (const std::string& service : down_before)
    if (!is_in(phase.down, service))
      told(play, Moment::Kind::kService, supervisor.start_part(play.arm().part_name(service)),
           service + " is back");
  for (const std::string& service : phase.down)
    if (!is_in(down_before, service))
      told(play, Moment::Kind::kService, supervisor.stop_part(play.arm().part_name(service)),
           service + " is gone");
}

void act(ArmPlay& play, const OfficerAct& act) {
  const auto done = act_as_officer(play.arm(), act.words);
  if (done)
    play.note(Moment::Kind::kOrder, *done);
  else
    play.note(Moment::Kind::kTrouble, done.error().message);
}

// Only a clear no ends the drill: a gateway under load may not answer, and Target::pace ends with the consent anyway.
void ask_again(ArmPlay& play, const std::function<Status()>& still_agreed) {
  const Status agreed = still_agreed();
  if (agreed || agreed.error().code != ErrorCode::kDenied || play.stage().is_cleared()) return;
  play.note(Moment::Kind::kTrouble, "stopped, it is not agreed to any more: " + agreed.error().message);
  play.clear();
}

std::uint32_t next_second(Milliseconds at) { return static_cast<std::uint32_t>(at.count() / 1'000 + 1); }

void switch_off(ArmPlay& play, const OffByHand& off, Milliseconds lasts) {
  const Status done = throw_switch(play.arm(), true);
  told(play, Moment::Kind::kOrder, done, std::string(kSwitchedOff));
  // What was under way at that moment may still end; the second after its cut is the first that is closed as a whole.
  if (done)
    play.note_closure({next_second(play.stage().now() + kSwitchCutsAfter),
                       static_cast<std::uint32_t>(std::min(off.back_at, lasts).count() / 1'000), off.except});
}

}  // namespace

Conductor::Conductor(const Scenario& scenario, const Options& options, Watcher& watcher, std::ostream& log,
                     const os::Clock& clock)
    : scenario_(scenario), options_(options), watcher_(watcher), log_(log), clock_(clock) {}

void Conductor::add_acts(ArmPlay& play, launch::Supervisor& supervisor, std::vector<Act>& acts) const {
  const auto add = [&acts](Milliseconds at, std::function<void()> act) {
    acts.push_back({at, std::move(act)});
  };
  for (std::size_t i = 0; i < scenario_.phases.size(); ++i)
    add(scenario_.begins(i), [&, i] {
      const auto before = i == 0 ? std::vector<std::string>() : scenario_.phases[i - 1].down;
      enter_phase(play, scenario_.phases[i], before, supervisor);
    });
  if (options_.still_agreed)
    for (Milliseconds at = kAgreedEvery; at < scenario_.lasts() + Stage::kDrainMax; at += kAgreedEvery)
      add(at, [&] { ask_again(play, options_.still_agreed); });
  if (play.arm().kind == ArmKind::kBulkhead && options_.officer)
    for (const OfficerAct& one : scenario_.officer) add(one.at, [&] { act(play, one); });
  if (play.arm().kind != ArmKind::kOffByHand || !scenario_.off_by_hand) return;
  const OffByHand& off = *scenario_.off_by_hand;
  add(off.at, [&] { switch_off(play, off, scenario_.lasts()); });
  add(off.back_at,
      [&] { told(play, Moment::Kind::kOrder, throw_switch(play.arm(), false), std::string(kSwitchedOn)); });
}

void Conductor::conduct(std::vector<std::unique_ptr<ArmPlay>>& plays, std::vector<Act> acts,
                        launch::Supervisor& supervisor, Stage::Clock::time_point begins) {
  std::ranges::stable_sort(acts, {}, &Act::at);
  auto next = acts.begin();
  const auto over = [&plays] {
    return std::ranges::all_of(plays, [](const auto& play) { return play->is_over(); });
  };
  while (!over()) {
    const auto passed = std::chrono::duration_cast<Milliseconds>(Stage::Clock::now() - begins);
    if (next != acts.end() && next->at <= passed) {
      (next++)->act();
      continue;
    }
    watcher_.tick(plays, passed);
    const Milliseconds wait =
        next == acts.end() ? Watcher::kTickEvery : std::min(Watcher::kTickEvery, next->at - passed);
    if (!supervisor.run_until(clock_.mono_now() + wait)) continue;
    stopped_ = true;  // a second Ctrl-C changes nothing
    next = acts.end();
    for (const auto& play : plays) play->clear();
  }
}

Result<std::vector<ArmResult>> Conductor::play_on(std::span<const Arm> arms, launch::Supervisor& supervisor) {
  for (const Arm& arm : arms) {
    if (arm.kind == ArmKind::kTarget) continue;
    watcher_.preparing(fmt::format("{}: starting its services and its proxy", title(arm.kind)));
    if (Status started = supervisor.start(arm.services); !started) return fail_as(started);
    for (const launch::Part& part : arm.front)  // the proxy needs the daemon's image
      if (Status started = supervisor.start({part}); !started) return fail_as(started);
  }
  watcher_.preparing("asking the services who lives there");
  std::vector<Country> countries;
  for (const Arm& arm : arms) {
    boost::asio::io_context context;
    auto country = take_census(context, arm.policy, arm.kind == ArmKind::kTarget ? &arm.target : nullptr);
    if (!country) return fail_as(country);
    countries.push_back(std::move(*country));
  }
  const std::vector<Visit> visits = plan_visits(scenario_, options_.seed);
  const auto begins = Stage::Clock::now() + kLeadIn;
  std::vector<std::unique_ptr<ArmPlay>> plays;
  std::vector<Act> acts;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    plays.push_back(std::make_unique<ArmPlay>(arms[i], scenario_, countries[i], visits, begins));
    add_acts(*plays.back(), supervisor, acts);
  }
  watcher_.began(plays);
  conduct(plays, std::move(acts), supervisor, begins);
  watcher_.over();
  std::vector<ArmResult> results;
  for (const auto& play : plays) results.push_back(play->result());
  return results;
}

Result<std::vector<ArmResult>> Conductor::play(std::span<const Arm> arms) {
  launch::Supervisor supervisor(log_, clock_);
  auto results = play_on(arms, supervisor);
  supervisor.stop();
  stopped_ =
      stopped_ || supervisor.asked_to_stop() || (!results && results.error().code == ErrorCode::kConflict);
  return results;
}

}  // namespace bulkhead::drill
