// Whether an attack was defended against: said for every stage, also where nothing does it yet.

#pragma once

#include "drill/play/tally.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// Fills in verdict and why. Judged are
///   * exploit, web shell, probe: by what was refused: a service that is down, or a request without answer, is no defence;
///   * harvest, export: by how many persons' records it carried away, and what was refused;
///   * flood: by the tasks that people began at the same services in the same seconds. nothing of it refused: not
///     defended, also when it did no harm; else kTasksHeld of them finished: defended.
void judge(AttackOutcome& outcome, const Scenario& scenario, const Tally& tally);

inline constexpr double kTasksHeld = 0.99;

}  // namespace bulkhead::drill
