// @unconditionalMatch: always.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool unconditional_match(const Question& question, Match& match) {
  match.end = question.value.size();
  return true;
}

}  // namespace bulkhead::inspect::operators
