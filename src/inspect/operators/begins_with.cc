// @beginsWith: the value begins with the argument.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool begins_with(const Question& question, Match& match) {
  if (!question.value.starts_with(question.argument)) return false;
  match.end = question.argument.size();
  return true;
}

}  // namespace bulkhead::inspect::operators
