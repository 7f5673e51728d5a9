#include "drill/drill.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "drill/consent/permit.h"
#include "drill/play/conductor.h"
#include "launch/place.h"
#include "launch/places.h"
#include "launch/signals.h"
#include "os/random.h"

namespace bulkhead::drill {
namespace {

constexpr Milliseconds kAround = Stage::kDrainMax + std::chrono::minutes(2);
constexpr std::uint32_t kPortsFrom = 20'000;
constexpr std::uint32_t kPortsOfArm = 64;  // further than the widest policy of the demo needs
constexpr std::uint32_t kPlaces = 30;

std::uint32_t ports_from(std::uint32_t place, ArmKind kind) {
  return kPortsFrom +
         kPortsOfArm * (place * static_cast<std::uint32_t>(kArmKinds) + static_cast<std::uint32_t>(kind));
}

std::string machine() {
  std::string processor = "unknown processor";
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) {
      processor = line.substr(std::min(line.find(':') + 2, line.size()));
      break;
    }
  utsname system{};
  uname(&system);
  return fmt::format("{} cores, {}, {} {}", std::thread::hardware_concurrency(), processor, system.sysname,
                     system.release);
}

// One descriptor a connection, and the arms' programs inherit the limit.
void allow_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

ArmResult not_played(ArmKind kind, std::string why) {
  ArmResult result;
  result.name = name(kind);
  result.title = title(kind);
  result.not_played = std::move(why);
  return result;
}

std::string why_not(ArmKind kind, const Scenario& scenario) {
  if (kind == ArmKind::kOffByHand && !scenario.off_by_hand)
    return "this scenario says nothing of switching off by hand";
  return missing(kind);
}

Result<Permit> permit_of(const Arm& arm, const DrillOptions& options, const os::Clock& clock) {
  os::SystemRandom random;
  PermitRequest request{arm.target.gateway, arm.target.from, {}, false, !options.target};
  if (options.target) {
    request.key = options.target->key;
    request.live = options.target->live;
  }
  return permit_for(request, random, clock);
}

MonoTime end_of(const Permit& permit, const os::Clock& clock) {
  return clock.mono_now() + (*permit.ends_at - clock.real_now());
}

// The one place where a drill gets leave to send. What is sent is held to what was agreed.
Status ask_leave(Arm& arm, const DrillOptions& options, const os::Clock& clock) {
  const Result<Permit> permit = permit_of(arm, options, clock);
  if (!permit) return fail_as(permit);
  const RealTime now = clock.real_now();
  // Asking who lives there comes before, and what is under way may end after.
  if (Status enough = check_permit(*permit, options.scenario, now + kAround); !enough) return enough;
  if (permit->requests_per_s_max && permit->ends_at)
    arm.target.pace = std::make_shared<load::Pace>(*permit->requests_per_s_max, end_of(*permit, clock));
  return {};
}

// The gateway may have come to other terms meanwhile.
Status ask_again(const Arm& arm, const DrillOptions& options, const os::Clock& clock) {
  const Result<Permit> permit = permit_of(arm, options, clock);
  if (!permit) return fail_as(permit);
  if (arm.target.pace && permit->requests_per_s_max && permit->ends_at)
    arm.target.pace->set(*permit->requests_per_s_max, end_of(*permit, clock));
  return {};
}

Result<std::vector<Arm>> make_arms(const DrillOptions& options, std::uint32_t place, DrillResult& result) {
  const auto programs = launch::Programs::find(true);
  if (!programs) return fail_as(programs);
  std::vector<Arm> arms;
  for (const ArmKind kind : options.arms) {
    if (std::string why = why_not(kind, options.scenario); !why.empty()) {
      result.arms.push_back(not_played(kind, std::move(why)));
      continue;
    }
    const ArmOptions places{kind, fmt::format("{}/{}", options.folder, name(kind)), ports_from(place, kind)};
    Result<Arm> arm = make_arm(places, options.scenario, *programs);
    if (!arm) return fail_as(arm);
    arms.push_back(std::move(*arm));
    result.arms.push_back(not_played(kind, "the drill was stopped before"));
  }
  return arms;
}

}  // namespace

Result<DrillResult> play_drill(const DrillOptions& options, Watcher& watcher, std::ostream& log,
                               const os::Clock& clock) {
  allow_descriptors();
  std::error_code failed;
  std::filesystem::create_directories(options.folder, failed);
  if (failed)
    return fail(ErrorCode::kSystem, fmt::format("cannot make {}: {}", options.folder, failed.message()));
  DrillResult result;
  result.scenario = options.scenario;
  result.seed = options.seed;
  result.began = clock.real_now();
  result.version = BULKHEAD_VERSION;
  result.machine = machine();
  Result<std::vector<Arm>> made = std::vector<Arm>();
  // Held until the drill is over: drills that start at the same moment must not find the same ports free.
  const auto place = launch::Place::take("bulkhead-drill", kPlaces, static_cast<std::uint32_t>(getpid()));
  if (!place) return fail_as(place);
  if (options.target) {
    made->push_back(target_arm(options.target->target, options.target->policy));
    result.arms.push_back(not_played(ArmKind::kTarget, "the drill was stopped before"));
  } else {
    made = make_arms(options, place->number(), result);
    if (!made) return fail_as(made);
  }
  std::vector<Arm>& arms = *made;
  for (Arm& arm : arms)
    if (Status leave = ask_leave(arm, options, clock); !leave) return fail_as(leave);
  Conductor::Options conducting{options.seed, options.officer};
  if (options.target) conducting.still_agreed = [&] { return ask_again(arms.front(), options, clock); };
  // Between two arms as well, whoever asks to stop is heard and not cut off.
  launch::HeldSignals signals;
  Conductor conductor(options.scenario, conducting, watcher, log, clock);
  const std::size_t at_once = options.together ? arms.size() : 1;
  for (std::size_t first = 0; first < arms.size() && !conductor.was_stopped(); first += at_once) {
    auto played = conductor.play(std::span(arms).subspan(first, at_once));
    if (!played && (options.together || first == 0) && (conductor.was_stopped() || arms.size() == at_once))
      return fail_as(played);
    if (!played && conductor.was_stopped()) break;  // what was played before is told
    if (!played) {                                  // the others are worth playing all the same
      ArmResult& arm = *std::ranges::find(result.arms, name(arms[first].kind), &ArmResult::name);
      arm.not_played = played.error().message;
      arm.failed = true;
      continue;
    }
    for (ArmResult& arm : *played)
      *std::ranges::find(result.arms, arm.name, &ArmResult::name) = std::move(arm);
  }
  return result;
}

}  // namespace bulkhead::drill
