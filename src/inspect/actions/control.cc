// ctl: what a rule changes for the rest of the request.

#include <algorithm>

#include "inspect/actions/action.h"
#include "inspect/templates.h"
#include "lexicon/ctl.h"

namespace bulkhead::inspect::actions {

namespace {

using program::rules::EngineMode;
using program::rules::kNone;

void remove_rules(State& state, const ActionRecord& action) {
  if (action.links == kNone) return;
  if (state.removed.empty()) {
    state.removed = state.arena.take_array<std::uint64_t>(state.program.words());
    if (state.removed.empty()) return state.overran(Overrun::kMemory);
  }
  const auto links = state.program.bits(action.links);
  for (std::size_t w = 0; w < links.size(); ++w) state.removed[w] |= links[w];
}

void remove_target(State& state, const ActionRecord& action) {
  if (action.links == kNone || action.target == kNone) return;
  const std::span<RemovedTarget> removed = state.arena.take_array<RemovedTarget>(1);
  if (removed.empty()) return state.overran(Overrun::kMemory);
  removed[0] = {state.program.bits(action.links).data(), &state.program.target(action.target),
                state.removed_targets};
  state.removed_targets = removed.data();
  state.tx_targets_removed |= static_cast<Variable>(removed[0].target->variable) == Variable::kTx;
}

// A rule may make the engine milder than the service's overlay says, never stricter.
void set_engine(State& state, EngineMode mode) { state.settings.engine = std::min(mode, state.overlay.mode); }

}  // namespace

void control(State& state, const ActionRecord& action) {
  using lexicon::Ctl;
  RequestSettings& settings = state.settings;
  const bool on = action.number != 0;
  switch (static_cast<Ctl>(action.option)) {
    case Ctl::kAuditEngine: settings.audit_off = !on; return;
    case Ctl::kRequestBodyAccess: settings.request_body_access = on; return;
    case Ctl::kRequestBodyLimit:
      settings.request_body_bytes_max = static_cast<std::uint64_t>(action.number);
      return;
    case Ctl::kRequestBodyProcessor: settings.body_processor = expand(state, action.value); return;
    case Ctl::kResponseBodyAccess: settings.response_body_access = on; return;
    case Ctl::kResponseBodyLimit:
      settings.response_body_bytes_max = static_cast<std::uint64_t>(action.number);
      return;
    case Ctl::kRuleEngine: return set_engine(state, static_cast<EngineMode>(action.number));
    case Ctl::kRuleRemoveById:
    case Ctl::kRuleRemoveByMsg:
    case Ctl::kRuleRemoveByTag: return remove_rules(state, action);
    case Ctl::kRuleRemoveTargetById:
    case Ctl::kRuleRemoveTargetByMsg:
    case Ctl::kRuleRemoveTargetByTag: return remove_target(state, action);
    // REQUEST_BODY is always there.
    case Ctl::kForceRequestBodyVariable:
    case Ctl::kAuditLogParts:
    case Ctl::kDebugLogLevel:
    case Ctl::kHashEnforcement:
    case Ctl::kHashEngine:
    case Ctl::kParseXmlIntoArgs: return;
  }
}

}  // namespace bulkhead::inspect::actions
