#include "inspect/operators/pattern.h"

namespace bulkhead::inspect::operators {

using match::regex::Groups;
using match::regex::Pcre2Regex;

namespace {

// A regex costs some table look-ups a byte at best; that is what the budget counts.
bool spend(State& state, std::string_view text) {
  if (state.budget.spend(text.size() + 1)) return true;
  state.overran(Overrun::kBudget);
  return false;
}

bool by_pcre2(State& state, std::uint32_t blob, std::string_view text, std::size_t from, Groups* groups) {
  Pcre2Regex* regex = state.prepared->pcre2(blob);
  if (regex == nullptr) return false;
  const Pcre2Regex::Outcome outcome = regex->match(text, from, groups);
  if (outcome == Pcre2Regex::Outcome::kLimit) {
    state.pcre_limit_reached = true;
    state.overran(Overrun::kBudget);
  }
  return outcome == Pcre2Regex::Outcome::kMatch;
}

}  // namespace

bool find_pattern(State& state, std::uint32_t blob, std::string_view text, std::size_t from, Groups& groups) {
  if (!spend(state, text)) return false;
  if (const auto* program = state.program.regex(blob))
    return state.workspace.matcher().find(*program, text, from, groups);
  return by_pcre2(state, blob, text, from, &groups);
}

bool has_pattern(State& state, std::uint32_t blob, std::string_view text) {
  if (!spend(state, text)) return false;
  if (const auto* program = state.program.regex(blob))
    return state.workspace.matcher().matches(*program, text);
  return by_pcre2(state, blob, text, 0, nullptr);
}

void take_groups(std::string_view text, const Groups& groups, Match& match) {
  match.begin = groups[0].begin;
  match.end = groups[0].end;
  match.groups_count = 0;
  for (std::size_t g = 0; g < groups.size() && g < Match::kGroupsMax; ++g) {
    match.groups[g] = {groups[g].of(text), groups[g].is_set()};
    if (groups[g].is_set()) match.groups_count = g + 1;
  }
}

}  // namespace bulkhead::inspect::operators
