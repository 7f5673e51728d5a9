#include "drill/scenario/reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "drill/scenario/keys.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/sections.h"
#include "os/file.h"
#include "policy/document.h"
#include "policy/scalars.h"

namespace bulkhead::drill {

using policy::Fields;
using policy::FileKind;
using policy::Findings;
using policy::Node;
using policy::Spot;

namespace {

using Limits = ScenarioLimits;

constexpr FileKind kScenarioFile{"docs/scenarios.md", "a scenario has at least title and phases",
                                 Limits::kFileBytesMax};

std::string name_of(std::string_view file_name) {
  file_name = file_name.substr(file_name.rfind('/') + 1);  // npos + 1 is 0
  if (const std::size_t dot = file_name.rfind('.'); dot != std::string_view::npos && dot > 0)
    file_name = file_name.substr(0, dot);
  return std::string(file_name);
}

void read_capacity(const Spot& spot, Scenario& scenario, Findings& findings) {
  const Fields fields(spot, kCapacityShape, findings);
  if (const auto at = fields.find("delay")) {
    const auto delay =
        policy::read_duration(*at, Limits::kServiceDelayMin, Limits::kServiceDelayMax, findings);
    scenario.service_delay = delay.value_or(scenario.service_delay);
  }
  if (const auto at = fields.find("slots")) {
    const auto slots = policy::read_integer(*at, 1, Limits::kServiceSlotsMax, findings);
    scenario.service_slots = static_cast<unsigned>(slots.value_or(scenario.service_slots));
  }
}

bool is_attacked(const Scenario& scenario) {
  return std::ranges::any_of(scenario.phases, [](const Phase& phase) { return !phase.attacks.empty(); });
}

// Without people it is an attack only: then it says nothing of what comes with them.
void check_attack_only(const Fields& fields, const Scenario& scenario, Findings& findings) {
  if (const auto at = fields.find("services"))
    findings.error(at->key_place(),
                   "without people, the services' capacity is that of the scenario whose people come",
                   "remove it, or add `people`");
  const auto phases = fields.find("phases");
  if (phases && !scenario.phases.empty() && !is_attacked(scenario))
    findings.error(phases->key_place(), "nobody comes and nobody attacks",
                   "add `people`, or `attacks` in a phase");
}

Scenario read_all(const Node& root, std::span<const std::string> services, Findings& findings) {
  Scenario scenario;
  const Fields fields({&root, ""}, kScenarioShape, findings);
  if (const auto at = fields.find("title"))
    scenario.title = policy::read_line(*at, Limits::kTitleBytesMax, findings).value_or("");
  if (const auto at = fields.find("services")) read_capacity(*at, scenario, findings);
  if (const auto at = fields.find("people")) scenario.groups = read_people(*at, services, findings);
  Milliseconds ends = Limits::kLastsMax;
  if (const auto at = fields.find("phases")) {
    ReadPhases read = read_phases(*at, visits_per_minute(scenario.groups), services, findings);
    scenario.phases = std::move(read.phases);
    if (read.lengths_known) ends = std::min(ends, scenario.lasts());
  }
  if (root.is_mapping() && root.member("people") == nullptr) check_attack_only(fields, scenario, findings);
  if (const auto at = fields.find("officer")) scenario.officer = read_officer(*at, ends, services, findings);
  if (const auto at = fields.find("off_by_hand"))
    scenario.off_by_hand = read_off_by_hand(*at, ends, services, findings);
  return scenario;
}

}  // namespace

ScenarioReading read_scenario(std::string_view source, std::string_view file_name,
                              std::span<const std::string> services) {
  const policy::SourceText text(policy::without_byte_order_mark(source));
  Findings findings(text, file_name, kScenarioFile);
  ScenarioReading reading;
  if (const std::optional<Node> root = policy::parse_document(findings)) {
    Scenario scenario = read_all(*root, services, findings);
    scenario.name = name_of(file_name);
    if (!findings.has_errors()) reading.scenario = std::move(scenario);
  }
  reading.diagnostics = findings.take();
  return reading;
}

ScenarioReading read_scenario_file(const std::string& path, std::span<const std::string> services) {
  const Result<std::string> bytes = os::read_file(path, Limits::kFileBytesMax);
  if (bytes) return read_scenario(*bytes, path, services);
  return {std::nullopt, {policy::unreadable_file(path, bytes.error(), "a scenario", kScenarioFile)}};
}

Result<Scenario> with_people_of(Scenario attack, const Scenario& base) {
  if (!attack.groups.empty())
    return fail(ErrorCode::kInvalid, fmt::format("{} has people of its own", attack.name));
  if (base.groups.empty())
    return fail(ErrorCode::kInvalid, fmt::format("{} has no people to lend", base.name));
  const double visits = visits_per_minute(base.groups);
  for (const Phase& phase : attack.phases)
    if (phase.visits * visits > Limits::kVisitsPerMinuteMax)
      return fail(
          ErrorCode::kLimit,
          fmt::format("phase \"{}\" of {} brings {} visits a minute of {}'s people, more than {}", phase.name,
                      attack.name, phase.visits * visits, base.name, Limits::kVisitsPerMinuteMax));
  attack.groups = base.groups;
  attack.service_delay = base.service_delay;
  attack.service_slots = base.service_slots;
  return attack;
}

}  // namespace bulkhead::drill
