// RULE: what the rule that runs says of itself.

#include "inspect/templates.h"
#include "inspect/variables/made_parts.h"

namespace bulkhead::inspect {

void make_rule(State& state, ValueList& out) {
  if (state.current == nullptr) return;
  const auto& metadata = state.program.metadata(*state.current);
  const auto put = [&](std::string_view name, std::string_view text) { out.push(state.arena, name, text); };
  put("id", number_text(state, state.current->rule_id));
  if (metadata.revision.bytes != 0) put("rev", state.program.string(metadata.revision));
  if (metadata.severity != program::rules::kNone8) put("severity", number_text(state, metadata.severity));
  // A message may itself name RULE:msg: then it is empty.
  const LinkRecord* running = state.current;
  state.current = nullptr;
  if (metadata.log_data != program::rules::kNone) put("logdata", expand(state, metadata.log_data));
  if (metadata.message != program::rules::kNone) put("msg", expand(state, metadata.message));
  state.current = running;
}

}  // namespace bulkhead::inspect
