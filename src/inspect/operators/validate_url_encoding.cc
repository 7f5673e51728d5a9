// @validateUrlEncoding: the value has a percent sign that no two hexadecimal digits follow.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

bool validate_url_encoding(const Question& question, Match& match) {
  const std::string_view value = question.value;
  for (std::size_t i = value.find('%'); i != std::string_view::npos; i = value.find('%', i + 3)) {
    if (i + 2 < value.size() && is_hex(value[i + 1]) && is_hex(value[i + 2])) continue;
    match.begin = i;
    match.end = value.size();
    return true;
  }
  return false;
}

}  // namespace bulkhead::inspect::operators
