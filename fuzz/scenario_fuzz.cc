// Any bytes as a scenario of the drill. The reader must end, never throw, and give a scenario exactly when it reports no
// error. What it reports points into the text, in the order of the file, and is safe on a terminal. What it accepts stays
// within ScenarioLimits, bears no real person's address, and can be planned.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/check.h"
#include "base/utf8.h"
#include "drill/people/visits.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/reader.h"
#include "drill/scenario/values.h"

namespace {

using namespace bulkhead::drill;
using bulkhead::Milliseconds;
using bulkhead::Network;
using bulkhead::policy::Diagnostic;
using Limits = ScenarioLimits;

const std::vector<std::string> kServices = {"business-licences",    "civil-registry", "court-records",
                                            "health-prescriptions", "portal",         "tax-filing"};

/// More would make a fuzzer slow and find nothing new.
constexpr double kPlannedVisitsMax = 3'000;

bool is_known(const std::string& service) { return std::ranges::find(kServices, service) != kServices.end(); }

void check_diagnostics(const ScenarioReading& reading, std::string_view source) {
  BULKHEAD_ASSERT(reading.scenario.has_value() == reading.diagnostics.empty());  // a scenario has no warnings
  BULKHEAD_ASSERT(reading.diagnostics.size() <= bulkhead::policy::Limits::kDiagnosticsMax);
  std::tuple<std::uint32_t, std::uint32_t> last;
  for (const Diagnostic& one : reading.diagnostics) {
    BULKHEAD_ASSERT(!one.message.empty() && !one.hint.empty());
    const std::tuple at(one.line, one.column);
    BULKHEAD_ASSERT(one.line == 0 || at >= last);
    last = at;
    const std::string shown = text(one, source);
    BULKHEAD_ASSERT(bulkhead::is_utf8(shown));
    BULKHEAD_ASSERT(
        std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; }));
  }
}

void check_networks(const std::vector<Network>& networks, std::uint64_t addresses) {
  BULKHEAD_ASSERT(!networks.empty() && std::ranges::all_of(networks, is_nobodys));
  BULKHEAD_ASSERT(addresses >= 1 && addresses <= addresses_in(networks));
}

void check_group(const Group& group) {
  check_networks(group.networks, group.addresses.value_or(1));
  BULKHEAD_ASSERT(!group.name.empty() && !group.title.empty() && !group.tasks.empty());
  BULKHEAD_ASSERT(group.visits_per_minute > 0 && group.persons.value_or(1) >= 1);
  BULKHEAD_ASSERT(group.tasks_per_visit.min >= 1 && group.tasks_per_visit.min <= group.tasks_per_visit.max);
  BULKHEAD_ASSERT(group.think.min >= Milliseconds(0) && group.think.min <= group.think.max);
  for (const TaskShare& share : group.tasks)
    BULKHEAD_ASSERT(share.weight >= 1 && is_known(share.task.service));
}

void check_phase(const Phase& phase) {
  BULKHEAD_ASSERT(!phase.name.empty() && phase.lasts >= Limits::kPhaseMin);
  BULKHEAD_ASSERT(std::ranges::all_of(phase.down, is_known));
  double flood = 0, slow = 0;
  for (const Attack& attack : phase.attacks) {
    BULKHEAD_ASSERT(!attack.name.empty() && !attack.services.empty() && attack.requests_per_s > 0);
    BULKHEAD_ASSERT(std::ranges::all_of(attack.services, is_known));
    check_networks(attack.networks, attack.sources);
    double& sum = attack.kind == Attack::Kind::kFlood ? flood : slow;
    sum += attack.requests_per_s * static_cast<double>(attack.services.size());
  }
  BULKHEAD_ASSERT(flood <= Limits::kFloodPerSecondMax && slow <= Limits::kSlowPerSecondMax);
}

void check_scenario(const Scenario& scenario) {
  BULKHEAD_ASSERT(!scenario.title.empty() && !scenario.phases.empty());
  BULKHEAD_ASSERT(scenario.lasts() <= Limits::kLastsMax);
  for (const Group& group : scenario.groups) check_group(group);
  for (const Phase& phase : scenario.phases) {
    check_phase(phase);
    BULKHEAD_ASSERT(phase.visits * visits_per_minute(scenario.groups) <= Limits::kVisitsPerMinuteMax);
  }
  Milliseconds before{0};
  for (const OfficerAct& act : scenario.officer) {
    BULKHEAD_ASSERT(act.at >= before && act.at <= scenario.lasts() && !act.words.empty());
    before = act.at;
  }
  if (const auto& off = scenario.off_by_hand)
    BULKHEAD_ASSERT(off->at < off->back_at && off->back_at <= scenario.lasts());
  const double minutes = static_cast<double>(scenario.lasts().count()) / 60'000;
  if (minutes * Limits::kVisitsPerMinuteMax <= kPlannedVisitsMax)
    for (const Visit& visit : plan_visits(scenario, 1)) BULKHEAD_ASSERT(visit.at < scenario.lasts());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(bytes), size);
  const ScenarioReading reading = read_scenario(source, "fuzz.yaml", kServices);
  check_diagnostics(reading, source);
  if (reading.scenario) check_scenario(*reading.scenario);
  return 0;
}
