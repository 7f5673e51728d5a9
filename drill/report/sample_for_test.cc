#include "drill/report/sample_for_test.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "base/timestamp.h"

namespace bulkhead::drill {
namespace {

using std::chrono::milliseconds;

constexpr std::array<const char*, 6> kServices = {"business-licences",    "civil-registry", "court-records",
                                                  "health-prescriptions", "portal",         "tax-filing"};

Group group(std::string name, std::string title, double visits_per_minute) {
  Group made;
  made.name = std::move(name);
  made.title = std::move(title);
  made.visits_per_minute = visits_per_minute;
  for (const char* service : kServices) made.tasks.push_back({{service, TaskKind::Who::kCitizen}, 1});
  return made;
}

Attack attack(Attack::Kind kind, std::string name, std::vector<std::string> services, double requests_per_s) {
  Attack made;
  made.kind = kind;
  made.name = std::move(name);
  made.services = std::move(services);
  made.sources = 200;
  made.requests_per_s = requests_per_s;
  return made;
}

Scenario sample_scenario() {
  Scenario day;
  day.name = "july-2022";
  day.title = "July 2022: every service attacked at once";
  day.groups = {group("home", "At home, in the country", 120),
                group("abroad", "Citizens who live abroad", 30),
                group("cgnat", "Behind one address of a mobile network", 60),
                group("office", "An office of 200", 40),
                group("first-visit", "Never here before", 30),
                group("no-javascript", "Without JavaScript", 10)};
  day.groups[2].addresses = 1;
  day.groups[3].addresses = 1;
  day.groups[3].persons = 200;
  day.groups[4].first_visit = true;
  day.groups[5].javascript = false;
  const std::vector<std::string> most = {"business-licences", "civil-registry", "court-records", "portal"};
  day.phases = {{"calm morning", milliseconds(40'000), 1, {}, {}},
                {"break-in",
                 milliseconds(40'000),
                 1,
                 {attack(Attack::Kind::kExploit, "exploit POST", {"portal"}, 3),
                  attack(Attack::Kind::kWebShell, "web shell", {"portal"}, 2)},
                 {}},
                {"harvest",
                 milliseconds(50'000),
                 1,
                 {attack(Attack::Kind::kHarvest, "register harvest", {"civil-registry"}, 20)},
                 {}},
                {"flood",
                 milliseconds(70'000),
                 1.5,
                 {attack(Attack::Kind::kFlood, "synchronised flood", most, 300),
                  attack(Attack::Kind::kProbe, "probing", most, 40)},
                 {}},
                {"wiped", milliseconds(30'000), 1, {}, {"court-records"}},
                {"recovery", milliseconds(70'000), 1.2, {}, {}}};
  day.officer = {{milliseconds(92'000), {"close", "civil-registry", "--cause", "compromise"}},
                 {milliseconds(150'000), {"guard", "portal", "court-records"}}};
  day.off_by_hand = OffByHand{milliseconds(140'000), milliseconds(230'000), {"tax-filing"}};
  return day;
}

// How likely a task ends well at that moment; what else happens to it.
struct Fortune {
  double finished = 1;
  TaskEnd otherwise = TaskEnd::kFailed;
  const char* why = "no answer";
};

Fortune fortune(const std::string& arm, const Scenario& day, const std::string& service, Milliseconds at) {
  const std::size_t phase = day.phase_at(at);
  const bool flooded = phase == 3 && service != "tax-filing" && service != "health-prescriptions";
  if (phase == 4 && service == "court-records")
    return {0, TaskEnd::kFailed, "502 from nginx at /tasks/hearing-date"};
  if (arm == "off-by-hand" && service != "tax-filing" && at >= day.off_by_hand->at &&
      at < day.off_by_hand->back_at)
    return {0, TaskEnd::kRefused, "503 from nginx at /: switched off"};
  if (arm == "bulkhead") {
    if (phase >= 2 && service == "civil-registry" && at >= day.officer[0].at && at < milliseconds(200'000))
      return {0, TaskEnd::kRefused, "503 from bulkhead at /tasks/birth-certificate: closed"};
    return {flooded ? 0.93 : 0.999, TaskEnd::kRefused, "429 from bulkhead at /tasks/contact-details/1"};
  }
  if (!flooded) return {0.998, TaskEnd::kFailed, "504 from nginx at /tasks/contact-details/2"};
  if (arm == "modsecurity") return {0.55, TaskEnd::kRefused, "503 from nginx at /login: limit_req"};
  return {0.12, TaskEnd::kLate, "more than 30 s for /tasks/contact-details/1"};
}

void play(ArmResult& arm, const Scenario& day, const std::vector<std::string>& services, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto dice = [&random] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
  for (Milliseconds at{0}; at < day.lasts(); at += milliseconds(1'000)) {
    for (const Group& group : day.groups) {
      const double due = group.visits_per_minute / 60 * day.phases[day.phase_at(at)].visits * 2;
      for (double left = due; left > 0; --left) {
        if (left < 1 && dice() > left) continue;
        const std::string& service = services[random() % services.size()];
        const Fortune luck = fortune(arm.name, day, service, at);
        TaskResult result;
        result.task = {service, TaskKind::Who::kCitizen};
        if (dice() >= luck.finished) result.end = luck.otherwise, result.why = luck.why;
        arm.tally.add(group.name, at, at, result);
        const double slow = luck.finished < 0.9 ? 1'500 : 25;
        arm.tally.add_page(
            service, group.name,
            Nanoseconds(static_cast<std::int64_t>((slow + slow * -std::log(1 - dice())) * 1e6)));
      }
    }
  }
}

AttackOutcome outcome(const Phase& phase, const Attack& attack, AttackOutcome::Verdict verdict,
                      std::string why) {
  AttackOutcome made;
  made.phase = phase.name;
  made.attack = attack.name;
  made.kind = attack.kind;
  made.services = attack.services;
  made.sent = static_cast<std::uint64_t>(attack.requests_per_s * static_cast<double>(attack.services.size()) *
                                         static_cast<double>(phase.lasts.count()) / 1e3);
  made.verdict = verdict;
  made.why = std::move(why);
  if (verdict == AttackOutcome::Verdict::kDefended)
    made.refused = made.sent;
  else if (verdict == AttackOutcome::Verdict::kPartly)
    made.reached = made.sent / 20, made.refused = made.sent - made.reached;
  else if (verdict == AttackOutcome::Verdict::kNotDefended)
    made.reached = made.sent;
  if (attack.kind == Attack::Kind::kHarvest) made.persons = made.reached;
  return made;
}

ArmResult arm(std::string name, std::string title, const Scenario& day, std::uint64_t seed) {
  ArmResult made;
  made.name = std::move(name);
  made.title = std::move(title);
  play(made, day, std::vector<std::string>(kServices.begin(), kServices.end()), seed);
  for (std::size_t i = 0; i < day.phases.size(); ++i)
    made.timeline.push_back({day.begins(i), Moment::Kind::kPhase, day.phases[i].name});
  return made;
}

void attack_all(ArmResult& arm, const Scenario& day, AttackOutcome::Verdict verdict, const std::string& why) {
  for (const Phase& phase : day.phases)
    for (const Attack& attack : phase.attacks) arm.attacks.push_back(outcome(phase, attack, verdict, why));
  for (const AttackOutcome& one : arm.attacks) arm.persons_out += one.persons;
}

void moment(ArmResult& arm, Milliseconds at, Moment::Kind kind, std::string text) {
  const auto later = std::ranges::upper_bound(arm.timeline, at, {}, &Moment::at);
  arm.timeline.insert(later, {at, kind, std::move(text)});
}

void wipe(ArmResult& arm, const Scenario& day) {
  moment(arm, day.begins(4), Moment::Kind::kService, "court-records stops answering");
  moment(arm, day.begins(5), Moment::Kind::kService, "court-records answers again");
}

ArmResult ours(const Scenario& day) {
  ArmResult made = arm("bulkhead", "Bulkhead", day, 3);
  attack_all(made, day, AttackOutcome::Verdict::kNotDefended, "every request reached the service");
  made.attacks[2] = outcome(day.phases[2], day.phases[2].attacks[0], AttackOutcome::Verdict::kPartly,
                            "the register was closed 12 s after it began");
  made.attacks[3] = outcome(day.phases[3], day.phases[3].attacks[0], AttackOutcome::Verdict::kDefended,
                            "93 % of tasks were finished");
  made.persons_out = made.attacks[2].persons;
  moment(made, day.officer[0].at, Moment::Kind::kOrder, "civil-registry closed, cause compromise, by ana");
  moment(made, day.officer[1].at, Moment::Kind::kOrder, "portal, court-records guarded, by ana");
  moment(made, milliseconds(200'000), Moment::Kind::kOrder, "civil-registry reopened, by besa");
  wipe(made, day);
  return made;
}

ArmResult by_hand(const Scenario& day) {
  ArmResult made = arm("off-by-hand", "off by hand", day, 2);
  attack_all(made, day, AttackOutcome::Verdict::kNotDefended,
             "every request reached the service until the switch was thrown");
  moment(made, day.off_by_hand->at, Moment::Kind::kOrder, "everything off but tax-filing");
  moment(made, day.off_by_hand->back_at, Moment::Kind::kOrder, "everything on again");
  made.closure = Closure{140, 230, {"tax-filing"}};
  return made;
}

}  // namespace

DrillResult sample_result() {
  DrillResult result;
  result.scenario = sample_scenario();
  const Scenario& day = result.scenario;
  result.seed = 20220717;
  result.began = parse_rfc3339("2026-07-17T08:00:00Z").value();
  result.version = "0.1.0";
  result.machine = "2 cores, Linux 6.1";
  ArmResult nothing = arm("nothing", "nginx alone", day, 1);
  attack_all(nothing, day, AttackOutcome::Verdict::kNotDefended, "every request reached the service");
  wipe(nothing, day);
  ArmResult modsecurity = arm("modsecurity", "ModSecurity", day, 4);
  attack_all(modsecurity, day, AttackOutcome::Verdict::kPartly,
             "most of it was refused, and many people with it");
  wipe(modsecurity, day);
  moment(modsecurity, milliseconds(171'000), Moment::Kind::kTrouble, "12 connections could not be opened");
  ArmResult haproxy;
  haproxy.name = "haproxy";
  haproxy.title = "HAProxy";
  haproxy.not_played = "HAProxy is not installed";
  result.arms = {std::move(nothing), by_hand(day), ours(day), std::move(modsecurity), std::move(haproxy)};
  return result;
}

DrillResult largest_result() {
  constexpr std::size_t kArms = 5, kGroups = 32, kServicesMax = 16, kStages = 60;
  const std::string long_name(64, 'n');
  const std::string long_text(400, '&');  // Five times as long once escaped.
  DrillResult result;
  result.scenario = sample_scenario();
  Scenario& day = result.scenario;
  day.title = long_text;
  day.groups.clear();
  std::vector<std::string> services;
  for (std::size_t i = 0; i < kServicesMax; ++i) services.push_back(long_name.substr(4) + std::to_string(i));
  for (std::size_t i = 0; i < kGroups; ++i)
    day.groups.push_back(group(long_name.substr(4) + std::to_string(i), long_text, 30));
  for (Group& group : day.groups) {
    group.tasks.clear();
    for (const std::string& service : services)
      group.tasks.push_back({{service, TaskKind::Who::kCitizen}, 1});
  }
  day.phases.clear();
  for (std::size_t i = 0; i < kStages; ++i) {
    day.phases.push_back({long_name.substr(4) + std::to_string(i),
                          milliseconds(30'000),
                          1,
                          {attack(Attack::Kind::kFlood, long_name, services, 100)},
                          services});
  }
  for (std::size_t i = 0; i < kArms; ++i) {
    ArmResult arm;
    arm.name = "arm-" + std::to_string(i);
    arm.title = long_text;
    std::mt19937_64 random(i);
    for (Milliseconds at{0}; at < day.lasts(); at += milliseconds(1'000)) {
      for (const std::string& service : services) {
        TaskResult task;
        task.task.service = service;
        task.end = static_cast<TaskEnd>(random() % 4);
        task.why = long_text + std::to_string(random() % 200);
        arm.tally.add(day.groups[random() % kGroups].name, at, at, task);
      }
    }
    attack_all(arm, day, AttackOutcome::Verdict::kNotDefended, long_text);
    for (std::size_t moments = 0; moments < 1'000; ++moments)
      arm.timeline.push_back({milliseconds(moments * 1'800), Moment::Kind::kOrder, long_text});
    arm.closure = Closure{100, 1'000, services};
    result.arms.push_back(std::move(arm));
  }
  return result;
}

DrillResult hostile_result() {
  const std::string evil =
      "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\x1b[31m\n\xff&";
  DrillResult result = sample_result();
  result.machine = result.version = evil;
  Scenario& day = result.scenario;
  day.name = day.title = evil;
  for (Group& group : day.groups) group.title = group.language = evil + group.name;
  for (Phase& phase : day.phases) {
    phase.name = evil + phase.name;
    for (Attack& attack : phase.attacks) attack.name = attack.services[0] = evil;
    phase.down = {evil};
  }
  day.officer = {{milliseconds(1'000), {evil}}};
  day.off_by_hand->except = {evil};
  for (ArmResult& arm : result.arms) {
    arm.name = arm.title = evil;
    if (!arm.not_played.empty()) arm.not_played = evil;
    for (AttackOutcome& outcome : arm.attacks)
      outcome.phase = outcome.attack = outcome.services[0] = outcome.why = evil;
    for (Moment& moment : arm.timeline) moment.text = evil;
    if (arm.closure) arm.closure->except = {evil};
    TaskResult task;
    task.task.service = evil;
    task.end = TaskEnd::kFailed;
    task.why = evil;
    arm.tally.add(evil, milliseconds(5'000), milliseconds(5'000), task);
  }
  return result;
}

}  // namespace bulkhead::drill
