// The larger ones of the variables that are made on demand; made.cc chooses among them.

#pragma once

#include <cstdint>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// RULE:id, RULE:msg … of the rule that runs.
void make_rule(State& state, ValueList& out);
/// TIME and TIME_…, in the agency's local time, of the moment the request came.
void make_time(State& state, Variable variable, ValueList& out);
/// FULL_REQUEST and FULL_REQUEST_LENGTH: request line, header fields and body put together again.
void make_full_request(State& state, Variable variable, ValueList& out);

/// `number` in digits, in the request's arena.
std::string_view number_text(State& state, std::int64_t number);

}  // namespace bulkhead::inspect
