#include "inspect/actions/action.h"

namespace bulkhead::inspect::actions {

void run(State& state, const ActionRecord& action) {
  using program::rules::ActionKind;
  switch (action.kind) {
    case ActionKind::kSetVar: return set_var(state, action);
    case ActionKind::kExpireVar: return expire_var(state, action);
    case ActionKind::kInitCol:
    case ActionKind::kSetSid:
    case ActionKind::kSetUid:
    case ActionKind::kSetRsc: return open_collection(state, action);
    case ActionKind::kSetEnv: return set_env(state, action);
    case ActionKind::kCtl: return control(state, action);
  }
}

}  // namespace bulkhead::inspect::actions
