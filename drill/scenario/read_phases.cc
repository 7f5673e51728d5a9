#include <fmt/format.h>

#include "drill/scenario/keys.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/sections.h"
#include "drill/scenario/values.h"
#include "policy/scalars.h"

namespace bulkhead::drill {

using policy::Fields;
using policy::Findings;
using policy::Spot;

namespace {

using Limits = ScenarioLimits;

double read_visits(const Spot& spot, double visits_per_minute, Findings& findings) {
  const auto factor = read_factor(spot, Limits::kVisitsFactorMax, findings);
  if (!factor) return 1;
  const double visits = *factor * visits_per_minute;
  if (*factor > 1 && visits > Limits::kVisitsPerMinuteMax) {
    findings.error(spot.place(),
                   fmt::format("makes {} visits a minute, more than {}", visits, Limits::kVisitsPerMinuteMax),
                   fmt::format("at most {}", Limits::kVisitsPerMinuteMax / visits_per_minute));
  }
  return *factor;
}

}  // namespace

ReadPhases read_phases(const Spot& spot, double visits_per_minute, std::span<const std::string> services,
                       Findings& findings) {
  ReadPhases result;
  std::vector<std::string> names;
  Milliseconds ends{0};
  for (const Spot& item : policy::read_list(spot, Limits::kPhasesMax, false, findings)) {
    const Fields fields(item, kPhaseShape, findings);
    Phase phase;
    if (const auto at = fields.find("name")) phase.name = read_label(*at, names, findings).value_or("");
    const auto lasts_at = fields.find("lasts");
    const auto lasts = lasts_at
                           ? policy::read_duration(*lasts_at, Limits::kPhaseMin, Limits::kLastsMax, findings)
                           : std::nullopt;
    result.lengths_known = result.lengths_known && lasts;
    phase.lasts = lasts.value_or(Milliseconds(0));
    if (ends <= Limits::kLastsMax && ends + phase.lasts > Limits::kLastsMax) {
      findings.error(lasts_at->place(),
                     fmt::format("the phases up to here last {}, longer than {}",
                                 policy::duration_as_written(ends + phase.lasts),
                                 policy::duration_as_written(Limits::kLastsMax)),
                     "shorter phases, or fewer");
    }
    ends += phase.lasts;
    if (const auto at = fields.find("visits")) phase.visits = read_visits(*at, visits_per_minute, findings);
    if (const auto at = fields.find("attacks")) phase.attacks = read_attacks(*at, services, findings);
    if (const auto at = fields.find("down")) phase.down = read_services(*at, true, services, findings);
    result.phases.push_back(std::move(phase));
  }
  return result;
}

}  // namespace bulkhead::drill
