// The text of a value after a chain of transformations, when a rule asks for it.

#pragma once

#include <optional>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// `value` after the transformations that lead to `node`. Made once for each value and node, in the request's arena; nothing when
/// there is no memory for it or the budget is spent (state.overrun says so).
std::optional<std::string_view> form_of(State& state, Value& value, std::uint16_t node);

}  // namespace bulkhead::inspect
