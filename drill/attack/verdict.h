// Whether an attack was defended against: said for every stage, also where nothing does it yet.

#pragma once

#include "drill/play/tally.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// Fills in verdict and why. Judged are
///   * exploit, web shell, probe: by how many requests the service itself answered;
///   * harvest, export: by how many persons' records it carried away;
///   * flood: by the tasks that people began at the same services in the same seconds. kTasksHeld of them finished: defended.
void judge(AttackOutcome& outcome, const Scenario& scenario, const Tally& tally);

inline constexpr double kTasksHeld = 0.99;

}  // namespace bulkhead::drill
