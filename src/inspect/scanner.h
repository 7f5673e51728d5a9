// Looks once at every value of a request and says which rules could match it at all.
//
// The idea. A rule's condition is a set of values (its targets), a chain of transformations and a pattern. The compiler has
// derived from the pattern what every text that matches must hold: literals (one of a set, in lower case) and bytes of rare
// classes. Here each value is brought into the few distinct forms that its transformations give, each form is run once through
// the literal filter and the table of byte classes, and the links whose needs are met are noted. The rules themselves then
// run in their order, but only those that are noted, and only on the values for which they are. Nothing that could match is
// ever left out: the tests hold this engine against one that leaves out nothing.
//
// Most transformations leave most values as they are. Whether one can change a value is again a question of byte classes, and
// a form that did not change shares the result of the one it was made from. Lower case changes no result at all, because
// literals are compared in lower case anyway.

#pragma once

#include <cstdint>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Scans the values of `list` that a value of `variable` can come from and adds what could match to `state.candidates`.
///
/// Cost    1 to 2 ns per byte and distinct form, and some 50 ns per value; allocates nothing from the heap in the steady state.
/// Errors  When memory or budget runs out, every link of the source becomes a candidate of the values not scanned (nothing is
///         skipped), and state.overrun says so.
void scan(State& state, Variable variable, std::span<Value> values);

}  // namespace bulkhead::inspect
