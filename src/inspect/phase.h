// Runs the rules of one phase.

#pragma once

#include "inspect/state.h"
#include "lexicon/phase.h"

namespace bulkhead::inspect {

/// Runs the rules of `phase` that can match, in their order, until one interrupts the request or allows the rest.
///
/// Cost    A bit scan over the candidates, and the rules that are run.
void run_phase(State& state, lexicon::Phase phase);

}  // namespace bulkhead::inspect
