// @validateByteRange: the value has a byte that is not in the set.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool validate_byte_range(const Question& question, Match& match) {
  const ByteSet& allowed = question.state.program.byte_set(question.link.operand);
  for (std::size_t i = 0; i < question.value.size(); ++i) {
    if (allowed.contains(static_cast<std::uint8_t>(question.value[i]))) continue;
    match.begin = i;
    match.end = i + 1;
    return true;
  }
  return false;
}

}  // namespace bulkhead::inspect::operators
