// What the bytes of a text say about it, before anything is looked for: classes, and transformations that may change it.

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bulkhead::inspect {

/// `classes`: of the program's side, one bit each. `triggers`: transformations, one bit each.
struct alignas(16) ByteFacts {
  std::uint64_t classes = 0;
  std::uint64_t triggers = 0;
};
using ByteTable = std::array<ByteFacts, 256>;

/// A text's facts are those of its bytes, together with those of every text: transformations that change even the empty one.
///
/// Cost  One load and one OR a byte.
ByteFacts facts_of(const ByteTable& table, std::string_view text);

inline std::uint64_t triggers_of(const ByteTable& table, std::string_view text) {
  return facts_of(table, text).triggers;
}

}  // namespace bulkhead::inspect
