// Notes what rules have found.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Findings that one request may have; what comes after is counted as Overrun::kFindings and not kept.
inline constexpr std::uint32_t kFindingsMax = 512;

/// Notes that the rule at `head` has matched, if it wants to be logged.
void add_finding(State& state, std::uint32_t head, const FoundAt& found);

}  // namespace bulkhead::inspect
