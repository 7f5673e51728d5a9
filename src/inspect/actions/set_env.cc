// setenv: a name and a text that later rules read as ENV:name. The process's own environment is never touched.

#include "inspect/actions/action.h"
#include "inspect/templates.h"

namespace bulkhead::inspect::actions {

void set_env(State& state, const ActionRecord& action) {
  const std::string_view name = expand(state, action.name);
  const std::string_view text = expand(state, action.value);
  for (Value& value : state.list(Variable::kEnv).values()) {
    if (value.key != name) continue;
    value.text = text;
    return;
  }
  if (state.list(Variable::kEnv).push(state.arena, name, text) == nullptr) state.overran(Overrun::kMemory);
}

}  // namespace bulkhead::inspect::actions
