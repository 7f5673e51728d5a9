#include "drill/live/state.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

struct DoorNames {
  std::string_view name;
  std::string_view words;
};
constexpr std::array<DoorNames, kDoors> kDoorNames = {{{"quiet", "nobody came out lately"},
                                                       {"finishing", "people finish"},
                                                       {"failing", "people fail"},
                                                       {"refused", "people are refused"},
                                                       {"closed", "closed by an order"},
                                                       {"gone", "its servers are gone"}}};

// What a command that an officer typed does to a service: "bulkhead close portal --cause …". Nothing when it leaves the
// service as it is.
std::optional<bool> closes(const std::string& typed, const std::string& service) {
  std::istringstream in(typed);
  std::string word;
  std::string verb;
  in >> word >> verb;
  bool concerned = verb == "lockdown";
  bool scopes = true;
  while (in >> word) {
    scopes = scopes && !word.starts_with("--");
    if (word == "--all" || (scopes && (word == "all" || word == service || word == "service:" + service)))
      concerned = true;
  }
  if (!concerned) return std::nullopt;
  if (verb == "close" || verb == "lockdown") return true;
  if (verb == "open" || verb == "reopen" || verb == "undo" || verb == "guard") return false;
  return std::nullopt;
}

std::uint32_t whole_seconds(Milliseconds at) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(at.count(), 0) / 1'000);
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::uint32_t> finished_by_second(const Tally& tally, Milliseconds at) {
  std::vector<std::uint32_t> sums(whole_seconds(at));
  for (const auto& [service, seconds] : tally.by_second())
    for (std::size_t i = 0; i < std::min(seconds.size(), sums.size()); ++i) sums[i] += seconds[i].finished;
  return sums;
}

}  // namespace

std::string_view name(Door door) { return kDoorNames[static_cast<std::size_t>(door)].name; }
std::string_view words(Door door) { return kDoorNames[static_cast<std::size_t>(door)].words; }

std::string_view name(LiveState::Stage stage) {
  constexpr std::array<std::string_view, 4> kNames = {"preparing", "playing", "ending", "over"};
  return kNames[static_cast<std::size_t>(stage)];
}

LiveState live_state(const Scenario& scenario, std::span<const ArmKind> arms) {
  LiveState state;
  state.title = scenario.title;
  state.lasts = scenario.lasts();
  if (!scenario.phases.empty()) state.phase = scenario.phases.front().name;
  std::set<std::string> services;
  for (const Group& group : scenario.groups)
    for (const TaskShare& share : group.tasks) services.insert(share.task.service);
  for (const ArmKind kind : arms) {
    LiveArm& arm = state.arms.emplace_back();
    arm.name = name(kind);
    arm.title = title(kind);
    for (const std::string& service : services) arm.services.emplace_back().name = service;
  }
  state.summary = "The drill is being prepared.";
  return state;
}

namespace {

bool is_switched_off(const std::vector<Moment>& timeline, Milliseconds at) {
  bool off = false;
  for (const Moment& moment : timeline) {
    if (moment.kind != Moment::Kind::kOrder || moment.at > at) continue;
    if (moment.text == kSwitchedOff) off = true;
    if (moment.text == kSwitchedOn) off = false;
  }
  return off;
}

}  // namespace

bool is_closed(ArmKind arm, const Scenario& scenario, const std::vector<Moment>& timeline,
               const std::string& service, Milliseconds at) {
  if (arm == ArmKind::kOffByHand)
    return scenario.off_by_hand && is_switched_off(timeline, at) &&
           !is_in(scenario.off_by_hand->except, service);
  bool closed = false;
  for (const Moment& moment : timeline)
    if (moment.kind == Moment::Kind::kOrder && moment.at <= at)
      closed = closes(moment.text, service).value_or(closed);
  return closed;
}

Door door_of(const Ends& recent, bool closed, bool gone) {
  if (gone) return Door::kGone;
  if (closed) return Door::kClosed;
  if (recent.begun() == 0) return Door::kQuiet;
  if (recent.finished * 2 >= recent.begun()) return Door::kFinishing;
  return recent.refused >= recent.failed + recent.late ? Door::kRefused : Door::kFailing;
}

void bring_up_to(LiveArm& live, ArmKind arm, const Scenario& scenario, const Tally& tally,
                 const std::vector<Moment>& timeline, Milliseconds at) {
  live.playing = true;
  live.ends = tally.all().ends;
  // The second that has just begun is among the recent ones: an end is seen at once.
  const std::uint32_t end = whole_seconds(at) + 1;
  const std::uint32_t first = end - std::min(end, LiveState::kRecentSeconds);
  const Phase& phase = scenario.phases[scenario.phase_at(at)];
  for (LiveService& service : live.services) {
    service.recent = tally.in_seconds(service.name, first, end);
    service.finished = tally.of_service(service.name).ends.finished;
    service.door = door_of(service.recent, is_closed(arm, scenario, timeline, service.name, at),
                           is_in(phase.down, service.name));
  }
  live.finished_by_second = finished_by_second(tally, at);
  live.orders.clear();
  for (const Moment& moment : timeline | std::views::reverse) {
    if (moment.kind != Moment::Kind::kOrder && moment.kind != Moment::Kind::kTrouble) continue;
    if (live.orders.size() == LiveState::kOrdersMax) break;
    live.orders.push_back(moment);
  }
}

std::string summary_of(const LiveState& state) {
  const bool playing = state.stage == LiveState::Stage::kPlaying;
  std::string text =
      playing ? fmt::format("At {} began: {}.", clock_text(state.at), state.phase) : "The drill is over.";
  std::string counts;
  for (const LiveArm& arm : state.arms)
    if (arm.playing)
      counts +=
          fmt::format("{}{} – {}", counts.empty() ? "" : "; ", count_text(arm.ends.finished), arm.title);
  return counts.empty() ? text : fmt::format("{} Tasks finished until then: {}.", text, counts);
}

}  // namespace bulkhead::drill
