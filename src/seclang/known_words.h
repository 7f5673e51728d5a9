// All names of a kind of word, for suggestions. Internal.

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace bulkhead::seclang {

/// The names of the `Count` words of `Word`, which count from 0. Put together once.
template <typename Word, std::size_t Count>
const std::array<std::string_view, Count>& all_names() {
  static const std::array<std::string_view, Count> kNames = [] {
    std::array<std::string_view, Count> names;
    for (std::size_t i = 0; i < Count; ++i) names[i] = name(static_cast<Word>(i));
    return names;
  }();
  return kNames;
}

}  // namespace bulkhead::seclang
