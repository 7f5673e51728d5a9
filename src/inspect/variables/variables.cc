#include "inspect/variables/variables.h"

#include <cstring>

#include "lexicon/spelling.h"

namespace bulkhead::inspect {

using program::rules::Selector;

TargetLists lists_of(State& state, const TargetRecord& target) {
  const auto variable = static_cast<Variable>(target.variable);
  switch (variable) {
    case Variable::kArgs:
      return {{state.list(Variable::kArgsGet).values(), state.list(Variable::kArgsPost).values()}, 2};
    case Variable::kArgsNames:
      return {{state.list(Variable::kArgsGetNames).values(), state.list(Variable::kArgsPostNames).values()},
              2};
    default: break;
  }
  ValueList made;
  if (make(state, target, made)) return {{made.values(), {}}, 1};
  // Scalars are there from the beginning where a source asks for them; a macro may be the only one who asks.
  if (state.list(variable).empty() && lexicon::shape(variable) == lexicon::VariableShape::kScalar &&
      variable != Variable::kRemoteUser) {
    state.list(variable).push(state.arena, {}, {});
  }
  return {{state.list(variable).values(), {}}, 1};
}

bool selected(State& state, const TargetRecord& target, std::string_view key) {
  switch (target.selector) {
    case Selector::kAll: return true;
    case Selector::kXPath: return state.program.string(target.name) == key;
    case Selector::kName: return lexicon::same_word(state.program.string(target.name), key);
    case Selector::kRegex: {
      if (const auto* regex = state.program.regex(target.regex))
        return state.workspace.matcher().matches(*regex, key);
      auto* backtracking = state.prepared->pcre2(target.regex);
      return backtracking != nullptr &&
             backtracking->match(key, 0, nullptr) == match::regex::Pcre2Regex::Outcome::kMatch;
    }
  }
  return false;
}

std::string_view first_value(State& state, const TargetRecord& target) {
  if (target.tx_slot != program::rules::kNone16 && static_cast<Variable>(target.variable) == Variable::kTx) {
    return state.tx.text(target.tx_slot);
  }
  const TargetLists lists = lists_of(state, target);
  for (std::size_t i = 0; i < lists.count; ++i) {
    for (const Value& value : lists.lists[i]) {
      if (selected(state, target, value.key)) return value.text;
    }
  }
  return {};
}

std::size_t count_values(State& state, const TargetRecord& target) {
  if (target.tx_slot != program::rules::kNone16 && static_cast<Variable>(target.variable) == Variable::kTx) {
    return state.tx.has(target.tx_slot) ? 1 : 0;
  }
  const TargetLists lists = lists_of(state, target);
  std::size_t count = 0;
  for (std::size_t i = 0; i < lists.count; ++i) {
    if (target.selector == Selector::kAll) {
      count += lists.lists[i].size();
      continue;
    }
    for (const Value& value : lists.lists[i]) count += selected(state, target, value.key) ? 1u : 0u;
  }
  return count;
}

std::string_view full_name(State& state, const TargetRecord& target, std::string_view key) {
  const std::string_view variable = lexicon::name(static_cast<Variable>(target.variable));
  if (lexicon::shape(static_cast<Variable>(target.variable)) == lexicon::VariableShape::kScalar)
    return variable;
  if (static_cast<Variable>(target.variable) == Variable::kXml) return state.program.string(target.full);
  const std::size_t bytes = variable.size() + 1 + key.size();
  char* out = static_cast<char*>(state.arena.take(bytes, 1));
  if (out == nullptr) return variable;
  std::memcpy(out, variable.data(), variable.size());
  out[variable.size()] = ':';
  if (!key.empty()) std::memcpy(out + variable.size() + 1, key.data(), key.size());
  return {out, bytes};
}

}  // namespace bulkhead::inspect
