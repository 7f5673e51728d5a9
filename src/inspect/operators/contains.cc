// @contains, @strmatch: the argument is part of the value.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool contains(const Question& question, Match& match) {
  const std::size_t at = question.value.find(question.argument);
  if (at == std::string_view::npos) return false;
  match.begin = at;
  match.end = at + question.argument.size();
  return true;
}

}  // namespace bulkhead::inspect::operators
