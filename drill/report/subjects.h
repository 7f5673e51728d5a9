// What a report has rows and columns for: arms, services, groups of people, stages of the attack, in a fixed order.

#pragma once

#include <string>
#include <vector>

#include "drill/report/result.h"

namespace bulkhead::drill {

/// An arm that was played.
struct Contender {
  const ArmResult* arm = nullptr;
  char letter = 'A';  ///< Stands for it in charts: "A", "B", …
};

struct GroupSubject {
  std::string name;
  std::string title;  ///< Never empty.
};

/// One attack of one phase, and how it ended in each arm.
struct Stage {
  std::string phase;
  std::string attack;
  Attack::Kind kind = Attack::Kind::kFlood;
  std::vector<std::string> services;
  /// As Subjects::contenders; null where the arm says nothing of it, which is kNotPlayed.
  std::vector<const AttackOutcome*> outcomes;

  AttackOutcome::Verdict verdict(std::size_t contender) const;
};

/// Ownership  Points into the result, which outlives it.
struct Subjects {
  explicit Subjects(const DrillResult& result);

  const DrillResult& result;
  std::vector<Contender> contenders;
  std::vector<const ArmResult*> absent;  ///< Not played.
  std::vector<std::string> services;     ///< By name: whatever is asked for in the scenario or was counted.
  std::vector<GroupSubject> groups;      ///< As in the scenario.
  std::vector<Stage> stages;             ///< As in the scenario.
};

/// How many of the stages ended so.
std::size_t count_stages(const Subjects& subjects, std::size_t contender, AttackOutcome::Verdict verdict);

}  // namespace bulkhead::drill
