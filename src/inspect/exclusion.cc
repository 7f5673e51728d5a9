#include "inspect/exclusion.h"

#include "inspect/variables/variables.h"
#include "lexicon/spelling.h"

namespace bulkhead::inspect {

namespace {

using program::rules::contains;
using program::rules::Selector;

// True when `path` is `route` or lies below it.
bool is_under(std::string_view path, std::string_view route) {
  while (route.ends_with('/')) route.remove_suffix(1);
  return path.starts_with(route) && (path.size() == route.size() || path[route.size()] == '/');
}

bool excluded_by_overlay(State& state, std::uint32_t head, const TargetRecord& target, std::string_view key) {
  for (const auto& exclusion : state.overlay.exclusions) {
    if (exclusion.variable != target.variable || !contains(exclusion.links, head)) continue;
    if (!exclusion.name.empty() && !lexicon::same_word(exclusion.name, key)) continue;
    if (exclusion.pattern != nullptr && !state.workspace.matcher().matches(*exclusion.pattern, key)) continue;
    if (is_under(state.request.path, exclusion.route)) return true;
  }
  return false;
}

}  // namespace

void remove_excluded_rules(State& state) {
  for (const auto& exclusion : state.overlay.exclusions) {
    if (exclusion.variable.has_value() || !is_under(state.request.path, exclusion.route)) continue;
    if (state.removed.empty()) state.removed = state.arena.take_array<std::uint64_t>(state.program.words());
    if (state.removed.empty()) return state.overran(Overrun::kMemory);
    for (std::size_t w = 0; w < state.removed.size(); ++w) state.removed[w] |= exclusion.links[w];
  }
}

bool target_is_removed(State& state, std::uint32_t, std::uint32_t head, const TargetRecord& target) {
  for (const RemovedTarget* removed = state.removed_targets; removed != nullptr; removed = removed->next) {
    if (removed->target->variable != target.variable) continue;
    if (!contains({removed->links, state.program.words()}, head)) continue;
    // As libmodsecurity compares them: the text of the rule's target with the text after the semicolon.
    if (lexicon::same_word(state.program.string(removed->target->full), state.program.string(target.full)))
      return true;
  }
  return false;
}

bool value_is_excluded(State& state, std::uint32_t link, std::uint32_t head, const TargetRecord& target,
                       std::string_view key) {
  for (const TargetRecord& other : state.program.targets(state.program.link(link))) {
    if ((other.flags & program::rules::kExclude) == 0 || other.variable != target.variable) continue;
    if (selected(state, other, key)) return true;
  }
  for (const RemovedTarget* removed = state.removed_targets; removed != nullptr; removed = removed->next) {
    if (removed->target->variable != target.variable || removed->target->selector == Selector::kAll) continue;
    if (!contains({removed->links, state.program.words()}, head)) continue;
    if (selected(state, *removed->target, key)) return true;
  }
  return !state.overlay.exclusions.empty() && excluded_by_overlay(state, head, target, key);
}

}  // namespace bulkhead::inspect
