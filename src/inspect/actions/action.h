// What a rule does when it matches, beside judging. One kind a file beside this.

#pragma once

#include "inspect/state.h"
#include "program/rules/layout.h"

namespace bulkhead::inspect::actions {

using program::rules::ActionRecord;

/// Runs one action.
void run(State& state, const ActionRecord& action);

void set_var(State& state, const ActionRecord& action);
void expire_var(State& state, const ActionRecord& action);
/// initcol, setsid, setuid, setrsc.
void open_collection(State& state, const ActionRecord& action);
void set_env(State& state, const ActionRecord& action);
void control(State& state, const ActionRecord& action);

}  // namespace bulkhead::inspect::actions
