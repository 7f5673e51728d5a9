// @endsWith: the value ends with the argument.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool ends_with(const Question& question, Match& match) {
  if (!question.value.ends_with(question.argument)) return false;
  match.begin = question.value.size() - question.argument.size();
  match.end = question.value.size();
  return true;
}

}  // namespace bulkhead::inspect::operators
