#include "inspect/matched.h"

#include "inspect/variables/variables.h"

namespace bulkhead::inspect {

void note_match(State& state, const TargetRecord& target, std::string_view key, std::string_view text) {
  const std::span<MatchedVariables::One> one = state.arena.take_array<MatchedVariables::One>(1);
  if (one.empty()) return state.overran(Overrun::kMemory);
  one[0] = {&target, key, text, state.matched.latest};
  state.matched.latest = one.data();
}

std::string_view name_of(State& state, const MatchedVariables::One& match) {
  if ((match.target->flags & program::rules::kCount) != 0) return state.program.string(match.target->full);
  return full_name(state, *match.target, match.key);
}

}  // namespace bulkhead::inspect
