// Runs one rule: its links one after the other, and what they do.

#pragma once

#include <cstdint>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Runs the rule whose chain begins at `head`: looks at its targets, runs the actions of each match, notes a finding, and when
/// the whole chain has matched says where to go on.
///
/// As libmodsecurity 3.0.9: setvar runs for each value that matches, at once and whatever the rest of the chain says; all else when the
/// chain has matched, last link first. A rule that does not match takes MATCHED_VAR and kin away.
///
/// Returns   True when the whole chain has matched.
/// Recursion As deep as the chain, at most kChainLinksMax.
bool run_rule(State& state, std::uint32_t head);

}  // namespace bulkhead::inspect
