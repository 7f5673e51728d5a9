// @containsWord: the argument is part of the value, with no letter on either side.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

bool contains_word(const Question& question, Match& match) {
  const std::string_view word = question.argument;
  const std::string_view value = question.value;
  if (word.empty()) return true;
  for (std::size_t at = value.find(word); at != std::string_view::npos; at = value.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at > 0 && is_letter(value[at - 1])) || (end < value.size() && is_letter(value[end]))) continue;
    match.begin = at;
    match.end = end;
    return true;
  }
  return false;
}

}  // namespace bulkhead::inspect::operators
