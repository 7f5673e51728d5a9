// @streq: the value is the argument.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool str_eq(const Question& question, Match& match) {
  match.end = question.value.size();
  return question.value == question.argument;
}

}  // namespace bulkhead::inspect::operators
