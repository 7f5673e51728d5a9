// From a request's head, its body and the response to the values that rules look at.

#pragma once

#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Fills the variables of the request's head and scans them.
void take_request_head(State& state);

/// Reads the body by the processor that Content-Type or ctl:requestBodyProcessor has chosen, fills the variables it gives, and scans
/// them. `body` lives as long as the inspection. `cut`: there was more than is inspected.
void take_request_body(State& state, std::string_view body, bool cut);

/// Fills the variables of the response's head and scans them.
void take_response_head(State& state);

/// `body` is what of the response's body is inspected.
void take_response_body(State& state, std::string_view body, bool cut);

/// True when rules look at bodies of the response's media type.
bool is_inspected_type(const State& state);

}  // namespace bulkhead::inspect
