// Targets that a rule does not look at: by its own `!…`, by ctl:ruleRemoveTargetBy…, by the service's overlay.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Takes away the rules that the overlay excludes on this request's path. Once, before the first phase.
void remove_excluded_rules(State& state);

/// True when the whole target was taken from the rule for this request.
bool target_is_removed(State& state, std::uint32_t link, std::uint32_t head, const TargetRecord& target);

/// True when the rule does not look at the value of this key.
bool value_is_excluded(State& state, std::uint32_t link, std::uint32_t head, const TargetRecord& target,
                       std::string_view key);

}  // namespace bulkhead::inspect
