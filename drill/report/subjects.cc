#include "drill/report/subjects.h"

#include <algorithm>
#include <set>

namespace bulkhead::drill {
namespace {

std::vector<std::string> services_of(const DrillResult& result) {
  std::set<std::string> services;
  for (const Group& group : result.scenario.groups)
    for (const TaskShare& share : group.tasks) services.insert(share.task.service);
  for (const ArmResult& arm : result.arms) {
    for (const auto& [key, counts] : arm.tally.by_service_and_group()) services.insert(key.service);
    for (const auto& [service, seconds] : arm.tally.by_second()) services.insert(service);
  }
  return {services.begin(), services.end()};
}

std::vector<GroupSubject> groups_of(const DrillResult& result) {
  std::vector<GroupSubject> groups;
  for (const Group& group : result.scenario.groups)
    groups.push_back({group.name, group.title.empty() ? group.name : group.title});
  for (const ArmResult& arm : result.arms) {
    for (const auto& [key, counts] : arm.tally.by_service_and_group())
      if (std::ranges::find(groups, key.group, &GroupSubject::name) == groups.end())
        groups.push_back({key.group, key.group});
  }
  return groups;
}

Stage& stage_for(std::vector<Stage>& stages, const AttackOutcome& outcome, std::size_t contenders) {
  const auto known = std::ranges::find_if(stages, [&](const Stage& stage) {
    return stage.phase == outcome.phase && stage.attack == outcome.attack;
  });
  if (known != stages.end()) return *known;
  return stages.emplace_back(Stage{outcome.phase, outcome.attack, outcome.kind, outcome.services,
                                   std::vector<const AttackOutcome*>(contenders)});
}

std::vector<Stage> stages_of(const DrillResult& result, const std::vector<Contender>& contenders) {
  std::vector<Stage> stages;
  for (const Phase& phase : result.scenario.phases) {
    for (const Attack& attack : phase.attacks)
      stages.push_back({phase.name, attack.name, attack.kind, attack.services,
                        std::vector<const AttackOutcome*>(contenders.size())});
  }
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    for (const AttackOutcome& outcome : contenders[i].arm->attacks)
      stage_for(stages, outcome, contenders.size()).outcomes[i] = &outcome;
  }
  return stages;
}

}  // namespace

AttackOutcome::Verdict Stage::verdict(std::size_t contender) const {
  const AttackOutcome* outcome = outcomes[contender];
  return outcome == nullptr ? AttackOutcome::Verdict::kNotPlayed : outcome->verdict;
}

Subjects::Subjects(const DrillResult& of) : result(of) {
  for (const ArmResult& arm : of.arms) {
    if (arm.not_played.empty())
      contenders.push_back({&arm, static_cast<char>('A' + contenders.size() % 26)});
    else
      absent.push_back(&arm);
  }
  services = services_of(of);
  groups = groups_of(of);
  stages = stages_of(of, contenders);
}

std::size_t count_stages(const Subjects& subjects, std::size_t contender, AttackOutcome::Verdict verdict) {
  return static_cast<std::size_t>(std::ranges::count_if(
      subjects.stages, [&](const Stage& stage) { return stage.verdict(contender) == verdict; }));
}

}  // namespace bulkhead::drill
