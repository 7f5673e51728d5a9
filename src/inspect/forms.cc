#include "inspect/forms.h"

#include <array>

#include "inspect/byte_facts.h"
#include "text/transform.h"

namespace bulkhead::inspect {

namespace {

constexpr std::size_t kDepthMax = 64;

Form* known(const Value& value, std::uint16_t node) {
  for (Form* form = value.forms; form != nullptr; form = form->next) {
    if (form->node == node) return form;
  }
  return nullptr;
}

std::optional<std::string_view> transformed(State& state, std::uint8_t transformation,
                                            std::string_view text) {
  const auto kind = static_cast<lexicon::Transformation>(transformation);
  const std::size_t room = text::output_bytes_max(kind, text.size());
  char* out = static_cast<char*>(state.arena.take(room, 1));
  if (out == nullptr) {
    state.overran(Overrun::kMemory);
    return std::nullopt;
  }
  if (!state.budget.spend(text.size() + 1)) {
    state.overran(Overrun::kBudget);
    return std::nullopt;
  }
  const std::size_t size = text::transform(kind, text, out, &state.unicode_map);
  state.arena.shrink_last(room, size);
  return std::string_view(out, size);
}

bool remember(State& state, Value& value, std::uint16_t node, std::string_view text, std::uint64_t triggers) {
  const std::span<Form> form = state.arena.take_array<Form>(1);
  if (form.empty()) return false;
  form[0] = {node, text, triggers, value.forms};
  value.forms = form.data();
  return true;
}

}  // namespace

std::optional<std::string_view> form_of(State& state, Value& value, std::uint16_t node) {
  // The way up to the nearest form that is there; the compiler keeps the tree no deeper than this.
  std::array<std::uint16_t, kDepthMax> way;
  std::size_t steps = 0;
  std::string_view text = value.text;
  std::uint64_t triggers = value.triggers;
  for (std::uint16_t at = node; at != 0; at = state.program.node(at).parent) {
    if (const Form* form = known(value, at)) {
      text = form->text;
      triggers = form->triggers;
      break;
    }
    if (steps == way.size()) return std::nullopt;
    way[steps++] = at;
  }
  while (steps > 0) {
    const std::uint16_t at = way[--steps];
    const std::uint8_t transformation = state.program.node(at).transformation;
    if (((triggers >> transformation) & 1) == 0) continue;
    const auto next = transformed(state, transformation, text);
    if (!next.has_value()) return std::nullopt;
    text = *next;
    triggers = triggers_of(state.prepared->scan_plan().bytes(program::rules::Side::kRequest), text);
    if (!remember(state, value, at, text, triggers)) {
      state.overran(Overrun::kMemory);
      return std::nullopt;
    }
  }
  return text;
}

}  // namespace bulkhead::inspect
