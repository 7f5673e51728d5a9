// The name of a value in JSON: the containers it lies in, spelled as SecLang spells them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"

namespace bulkhead::http {

/// Where a reader of JSON stands.
///
///     {"a": 1}            json.a
///     {"a": {"b": 1}}     json.a.b
///     {"a": [1, [2]]}     json.a.array_0   json.a.array_1.array_0
///     [{"a": 1}]          json.array_0.a
///     {"": 1}             json.empty-key
///     1                   json
///
/// Ownership  Its memory is in the arena; so are the names it makes.
/// Cost       Entering and leaving: the bytes of one key. A name: its bytes.
/// Errors     False, or a view without data, when the arena's maximum is reached.
class JsonPath {
 public:
  explicit JsonPath(Arena& arena) : arena_(arena) {}

  std::size_t depth() const { return depth_; }
  bool in_array() const { return depth_ > 0 && levels_[depth_ - 1].is_array; }

  /// Enters a container. `key` is its key in the object around it; not looked at elsewhere.
  [[nodiscard]] bool enter(bool is_array, std::string_view key);

  /// Leaves it.
  void leave() { --depth_; }

  /// What was at this place has been read.
  void next() {
    if (in_array()) ++levels_[depth_ - 1].index;
  }

  /// The name of the value at this place. `key` as above.
  [[nodiscard]] std::string_view name(std::string_view key);

 private:
  struct Level {
    /// How much of `text_` names this container, up to where a key or an index follows.
    std::uint32_t bytes = 0;
    std::uint32_t index = 0;
    bool is_array = false;
  };

  std::string_view last_part(std::string_view key, std::span<char> digits) const;
  [[nodiscard]] bool grow_text(std::size_t bytes);
  [[nodiscard]] bool grow_levels();

  Arena& arena_;
  std::span<char> text_;
  std::span<Level> levels_;
  std::size_t depth_ = 0;
};

}  // namespace bulkhead::http
