// Variables that are made when a rule asks for them.

#include <charconv>
#include <cstdlib>

#include "inspect/matched.h"
#include "inspect/templates.h"
#include "inspect/variables/made_parts.h"
#include "inspect/variables/variables.h"

namespace bulkhead::inspect {

namespace {

void make_tx(State& state, const TargetRecord& target, ValueList& out) {
  const auto push = [&](std::string_view name, TxStore::Entry& entry) {
    out.push(state.arena, name, state.tx.text_of(entry));
  };
  if (target.selector != program::rules::Selector::kRegex || state.program.regex(target.regex) == nullptr)
    return state.tx.each(push);
  for (const std::uint16_t slot : state.prepared->tx_slots(target.regex)) {
    if (state.tx.has(slot)) push(state.program.tx_name(slot), state.tx.slot(slot));
  }
  state.tx.each_computed(push);
}

void make_matched(State& state, Variable variable, ValueList& out) {
  using One = MatchedVariables::One;
  const One* latest = state.matched.latest;
  const bool names = variable == Variable::kMatchedVarName || variable == Variable::kMatchedVarsNames;
  if (variable == Variable::kMatchedVar || variable == Variable::kMatchedVarName) {
    const std::string_view none;
    out.push(state.arena, {}, latest == nullptr ? none : names ? name_of(state, *latest) : latest->text);
    return;
  }
  // In the order in which they matched: the list leads from the latest to the first.
  std::size_t count = 0;
  for (const One* one = latest; one != nullptr; one = one->before) ++count;
  const std::span<const One*> ones = state.arena.take_array<const One*>(count);
  for (const One* one = latest; one != nullptr && !ones.empty(); one = one->before) ones[--count] = one;
  for (const One* one : ones) {
    const std::string_view name = name_of(state, *one);
    out.push(state.arena, name, names ? name : one->text);
  }
}

void make_env(State& state, const TargetRecord& target, ValueList& out) {
  // Only by name: the rest of the environment is nobody's business.
  const std::string_view name = state.program.string(target.name);
  for (Value& value : state.list(Variable::kEnv).values()) {
    if (value.key == name) out.push(state.arena, value.key, value.text);
  }
}

void make_persistent(State& state, Variable variable, ValueList& out) {
  class Collect final : public Collections::Visitor {
   public:
    Collect(Arena& arena, ValueList& list) : arena_(arena), list_(list) {}
    void visit(std::string_view name, std::string_view value) override {
      list_.push(arena_, arena_.copy(name), arena_.copy(value));
    }

   private:
    Arena& arena_;
    ValueList& list_;
  };
  const std::string_view* key = state.keys.of(variable);
  if (key == nullptr || key->empty()) return;
  Collect collect(state.arena, out);
  state.collections.each({variable, *key}, state.request.now_s, collect);
}

std::size_t combined_bytes(State& state, std::initializer_list<Variable> lists, bool with_names) {
  std::size_t bytes = 0;
  for (const Variable list : lists) {
    for (const Value& value : state.list(list).values())
      bytes += value.text.size() + (with_names ? value.key.size() : 0);
  }
  return bytes;
}

}  // namespace

std::string_view number_text(State& state, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  return state.arena.copy({digits, end});
}

bool make(State& state, const TargetRecord& target, ValueList& out) {
  const auto variable = static_cast<Variable>(target.variable);
  const auto number = [&](std::int64_t value) { out.push(state.arena, {}, number_text(state, value)); };
  switch (variable) {
    case Variable::kTx: make_tx(state, target, out); return true;
    case Variable::kMatchedVar:
    case Variable::kMatchedVarName:
    case Variable::kMatchedVars:
    case Variable::kMatchedVarsNames: make_matched(state, variable, out); return true;
    case Variable::kRule: make_rule(state, out); return true;
    case Variable::kEnv: make_env(state, target, out); return true;
    case Variable::kGlobal:
    case Variable::kIp:
    case Variable::kResource:
    case Variable::kSession:
    case Variable::kUser: make_persistent(state, variable, out); return true;
    case Variable::kTime:
    case Variable::kTimeDay:
    case Variable::kTimeEpoch:
    case Variable::kTimeHour:
    case Variable::kTimeMin:
    case Variable::kTimeMon:
    case Variable::kTimeSec:
    case Variable::kTimeWday:
    case Variable::kTimeYear: make_time(state, variable, out); return true;
    case Variable::kHighestSeverity: number(state.highest_severity); return true;
    case Variable::kArgsCombinedSize:
      number(
          static_cast<std::int64_t>(combined_bytes(state, {Variable::kArgsGet, Variable::kArgsPost}, true)));
      return true;
    case Variable::kReqbodyProcessor: out.push(state.arena, {}, state.settings.body_processor); return true;
    case Variable::kSessionId: out.push(state.arena, {}, state.keys.session); return true;
    case Variable::kUserId: out.push(state.arena, {}, state.keys.user); return true;
    case Variable::kMscPcreLimitsExceeded: number(state.pcre_limit_reached ? 1 : 0); return true;
    case Variable::kFullRequest:
    case Variable::kFullRequestLength: make_full_request(state, variable, out); return true;
    default: return false;
  }
}

}  // namespace bulkhead::inspect
