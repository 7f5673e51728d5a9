// MATCHED_VAR and kin.

#pragma once

#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Notes that a rule has matched this value. Cost: some words of the request's arena; no text is made.
void note_match(State& state, const TargetRecord& target, std::string_view key, std::string_view text);

/// "ARGS:q", "&ARGS": where the match was, as rules and logs write it. In the request's arena.
std::string_view name_of(State& state, const MatchedVariables::One& match);

}  // namespace bulkhead::inspect
