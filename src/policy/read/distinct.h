// Lists whose values differ from each other, each value with its place.

#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "policy/draft.h"
#include "policy/scalars.h"

namespace bulkhead::policy {

/// Reads a list of values that differ from each other.
template <typename T>
std::vector<Placed<T>> read_distinct(const Spot& spot, std::size_t items_max, bool may_be_empty,
                                     Parsed<T> (*parse)(std::string_view), Findings& findings) {
  std::vector<Placed<T>> values;
  for (const Spot& item : read_list(spot, items_max, may_be_empty, findings)) {
    auto value = read_parsed(item, parse, findings);
    if (!value) continue;
    const auto first = std::ranges::find(values, *value, &Placed<T>::value);
    if (first == values.end()) {
      values.push_back({std::move(*value), item});
    } else {
      findings.error(item.place(), "is listed twice; first on " + findings.line_text(first->at.node->offset),
                     "each once");
    }
  }
  return values;
}

template <typename T>
std::vector<T> values_of(const std::vector<Placed<T>>& placed) {
  std::vector<T> values;
  for (const Placed<T>& one : placed) values.push_back(one.value);
  return values;
}

}  // namespace bulkhead::policy
