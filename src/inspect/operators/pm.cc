// @pm, @pmFromFile: one of many words is part of the value, letters in any case.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool pm(const Question& question, Match& match) {
  const match::WordSet* words = question.state.program.words(question.link.operand);
  if (words == nullptr) return false;
  const auto found = words->find(question.value);
  if (!found.has_value()) return false;
  match.begin = found->begin;
  match.end = found->end;
  match.groups_count = 1;
  match.groups[0] = {question.value.substr(found->begin, found->end - found->begin), true};
  return true;
}

}  // namespace bulkhead::inspect::operators
