// @within: the value is part of the argument. An empty value is part of everything.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool within(const Question& question, Match& match) {
  match.end = question.value.size();
  return question.argument.find(question.value) != std::string_view::npos;
}

}  // namespace bulkhead::inspect::operators
