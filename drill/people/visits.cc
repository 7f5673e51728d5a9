#include "drill/people/visits.h"

#include <algorithm>

#include "drill/people/addresses.h"
#include "drill/people/dice.h"
#include "drill/scenario/limits.h"

namespace bulkhead::drill {
namespace {

TaskKind drawn(const Group& group, Dice& dice) {
  std::uint64_t all = 0;
  for (const TaskShare& share : group.tasks) all += share.weight;
  std::uint64_t left = dice.below(all);
  for (const TaskShare& share : group.tasks) {
    if (left < share.weight) return share.task;
    left -= share.weight;
  }
  return group.tasks.back().task;
}

Visit visit_of(const Group& group, std::size_t index, Milliseconds at, Dice& dice) {
  Visit visit;
  visit.at = at;
  visit.group = index;
  visit.person = dice.below(group.persons.value_or(ScenarioLimits::kPersonsMax));
  // A person comes from the same address every time.
  visit.address =
      address_in(group.networks, group.addresses ? visit.person % *group.addresses : visit.person);
  const unsigned tasks = dice.between(group.tasks_per_visit);
  for (unsigned i = 0; i < tasks; ++i) visit.tasks.push_back(drawn(group, dice));
  visit.seed = dice.next();
  return visit;
}

void plan_group(const Scenario& scenario, std::size_t index, std::uint64_t seed, std::vector<Visit>& visits) {
  const Group& group = scenario.groups[index];
  Dice dice(seed ^ Dice::mixed(index + 1));
  Milliseconds begins{0};
  for (const Phase& phase : scenario.phases) {
    const double per_ms = group.visits_per_minute * phase.visits / 60'000;
    for (double at = per_ms > 0 ? dice.gap_ms(per_ms) : 0;
         per_ms > 0 && at < static_cast<double>(phase.lasts.count()) && visits.size() < kVisitsMax;
         at += dice.gap_ms(per_ms))
      visits.push_back(visit_of(group, index, begins + Milliseconds(static_cast<std::int64_t>(at)), dice));
    begins += phase.lasts;
  }
}

}  // namespace

std::vector<Visit> plan_visits(const Scenario& scenario, std::uint64_t seed) {
  std::vector<Visit> visits;
  for (std::size_t i = 0; i < scenario.groups.size(); ++i) plan_group(scenario, i, seed, visits);
  std::ranges::stable_sort(visits, {}, &Visit::at);
  return visits;
}

}  // namespace bulkhead::drill
