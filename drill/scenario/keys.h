// Every key that a scenario may hold, mapping by mapping. docs/scenarios.md explains them.

#pragma once

#include "policy/shape.h"

namespace bulkhead::drill {

extern const policy::Shape kScenarioShape;
extern const policy::Shape kCapacityShape;
extern const policy::Shape kGroupShape;
extern const policy::Shape kPhaseShape;
extern const policy::Shape kAttackShape;
extern const policy::Shape kOfficerActShape;
extern const policy::Shape kOffByHandShape;

/// All of them, root first.
std::span<const policy::Shape* const> scenario_shapes();

}  // namespace bulkhead::drill
