// setvar: a variable of TX or of a persistent collection set, added to, subtracted from, or taken away.

#include <limits>

#include "inspect/actions/action.h"
#include "inspect/number.h"
#include "inspect/templates.h"
#include "inspect/variables/made_parts.h"

namespace bulkhead::inspect::actions {

namespace {

using program::rules::kNone16;
using program::rules::SetOperation;

// Sums stay within the 32 bits that rules reckon with.
std::int64_t clamped(std::int64_t number) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  return number < kLeast ? kLeast : number > kMost ? kMost : number;
}

std::int64_t amount(State& state, const ActionRecord& action) {
  const std::int64_t number = action.constant != 0 ? action.number : number_of(expand(state, action.value));
  return action.operation == SetOperation::kSubtract ? -number : number;
}

// The text to be kept: what is filled in may be a view into something that changes later.
std::string_view kept_text(State& state, const ActionRecord& action) { return expand(state, action.value); }

void set_tx(State& state, const ActionRecord& action, TxStore::Entry& entry) {
  switch (action.operation) {
    case SetOperation::kSet: return state.tx.put(entry, kept_text(state, action));
    case SetOperation::kAdd:
    case SetOperation::kSubtract:
      return state.tx.put(entry, clamped(TxStore::number_of_entry(entry) + amount(state, action)));
    case SetOperation::kUnset: return state.tx.unset(entry);
  }
}

void set_persistent(State& state, const ActionRecord& action) {
  const auto collection = static_cast<Variable>(action.variable);
  const std::string_view* key = state.keys.of(collection);
  if (key == nullptr || key->empty()) return;
  const Collections::Place place{collection, *key};
  const std::string_view name = expand(state, action.name);
  switch (action.operation) {
    case SetOperation::kSet:
      return state.collections.set(place, name, expand(state, action.value), state.request.now_s);
    case SetOperation::kAdd:
    case SetOperation::kSubtract:
      state.collections.add(place, name, amount(state, action), state.request.now_s);
      return;
    case SetOperation::kUnset: return state.collections.erase(place, name);
  }
}

}  // namespace

void set_var(State& state, const ActionRecord& action) {
  if (static_cast<Variable>(action.variable) != Variable::kTx) return set_persistent(state, action);
  if (action.tx_slot != kNone16) return set_tx(state, action, state.tx.slot(action.tx_slot));
  TxStore::Entry* entry = state.tx.entry(expand(state, action.name));
  if (entry == nullptr) return state.overran(Overrun::kVariables);
  set_tx(state, action, *entry);
}

}  // namespace bulkhead::inspect::actions
