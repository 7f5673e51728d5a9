// @rx, @rxGlobal: a pattern is found in the value.

#include <algorithm>

#include "inspect/operators/pattern.h"

namespace bulkhead::inspect::operators {

namespace {

using match::regex::Groups;

// A pattern that is filled in for each request is compiled for each request: seldom written, never cheap.
bool computed_rx(const Question& question, Match& match) {
  State& state = question.state;
  // An empty pattern is one for any text.
  const std::string_view pattern = question.argument.empty() ? std::string_view(".*") : question.argument;
  auto regex = match::regex::Pcre2Regex::compile(pattern, {}, {});
  if (!regex.has_value()) return false;
  Groups groups;
  const auto outcome = regex->match(question.value, 0, &groups);
  if (outcome == match::regex::Pcre2Regex::Outcome::kLimit) {
    state.pcre_limit_reached = true;
    state.overran(Overrun::kBudget);
  }
  if (outcome != match::regex::Pcre2Regex::Outcome::kMatch) return false;
  take_groups(question.value, groups, match);
  return true;
}

}  // namespace

bool rx(const Question& question, Match& match) {
  if ((question.link.flags & program::rules::kConstantOperand) == 0) return computed_rx(question, match);
  if (!question.wants_groups) return has_pattern(question.state, question.link.operand, question.value);
  Groups groups;
  if (!find_pattern(question.state, question.link.operand, question.value, 0, groups)) return false;
  take_groups(question.value, groups, match);
  return true;
}

// All matches are looked for; groups are numbered on from match to match, as many as a capture can keep.
bool rx_global(const Question& question, Match& match) {
  if ((question.link.flags & program::rules::kConstantOperand) == 0) return computed_rx(question, match);
  Groups groups;
  bool found = false;
  match.groups = {};
  std::size_t taken = 0;  // Groups so far that took part in a match.
  std::size_t from = 0;
  while (from <= question.value.size() &&
         find_pattern(question.state, question.link.operand, question.value, from, groups)) {
    if (!found) match.begin = groups[0].begin;
    match.end = groups[0].end;
    found = true;
    const std::size_t first = taken;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (!groups[g].is_set()) continue;
      ++taken;
      if (first + g >= Match::kGroupsMax) continue;
      match.groups[first + g] = {groups[g].of(question.value), true};
      match.groups_count = std::max(match.groups_count, first + g + 1);
    }
    from = groups[0].end > groups[0].begin ? groups[0].end : groups[0].end + 1;
  }
  return found;
}

}  // namespace bulkhead::inspect::operators
