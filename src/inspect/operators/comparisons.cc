// @eq, @ge, @gt, @le, @lt: the value as a number against the argument as a number; what is no number is 0.

#include "inspect/number.h"
#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

namespace {

bool is_constant(const Question& question) {
  return (question.link.flags & program::rules::kConstantOperand) != 0;
}

// @eq reckons in 32 bits, the others in 64, as libmodsecurity does.
struct Sides {
  std::int64_t value;
  std::int64_t argument;
};

Sides wide(const Question& question, Match& match) {
  match.end = question.value.size();
  return {wide_number_of(question.value),
          is_constant(question) ? question.link.number : wide_number_of(question.argument)};
}

}  // namespace

bool eq(const Question& question, Match& match) {
  match.end = question.value.size();
  return number_of(question.value) ==
         (is_constant(question) ? question.link.number : number_of(question.argument));
}

bool ge(const Question& question, Match& match) {
  const Sides sides = wide(question, match);
  return sides.value >= sides.argument;
}
bool gt(const Question& question, Match& match) {
  const Sides sides = wide(question, match);
  return sides.value > sides.argument;
}
bool le(const Question& question, Match& match) {
  const Sides sides = wide(question, match);
  return sides.value <= sides.argument;
}
bool lt(const Question& question, Match& match) {
  const Sides sides = wide(question, match);
  return sides.value < sides.argument;
}

}  // namespace bulkhead::inspect::operators
