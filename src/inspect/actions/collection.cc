// initcol, setsid, setuid, setrsc, expirevar: collections that outlive the request.

#include "inspect/actions/action.h"
#include "inspect/number.h"
#include "inspect/templates.h"

namespace bulkhead::inspect::actions {

void open_collection(State& state, const ActionRecord& action) {
  std::string_view* key = state.keys.of(static_cast<Variable>(action.variable));
  if (key != nullptr) *key = expand(state, action.value);
}

void expire_var(State& state, const ActionRecord& action) {
  const auto collection = static_cast<Variable>(action.variable);
  const std::string_view* key = state.keys.of(collection);
  if (key == nullptr || key->empty()) return;
  const std::int64_t seconds = action.constant != 0 ? action.number : number_of(expand(state, action.value));
  state.collections.expire({collection, *key}, expand(state, action.name), state.request.now_s + seconds);
}

}  // namespace bulkhead::inspect::actions
