// Percent-decoding as rules see it: what is not an encoding stays as it is.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"

namespace bulkhead::http {

/// What '+' stands for: a space in forms and query strings, itself in a path.
enum class Plus : std::uint8_t { kSpace, kKept };

/// A decoded text.
struct Decoded {
  std::string_view text;
  bool invalid_encoding = false;  ///< There was a '%' without two hexadecimal digits after it.
};

/// Replaces every %XX by its byte, once.
///
/// Ownership  The text is a view of `text` when nothing had to be replaced, else it is in the arena.
/// Cost       Linear; at most `text.size()` bytes of the arena.
/// Errors     Empty when the arena's maximum is reached.
std::optional<Decoded> percent_decode(std::string_view text, Plus plus, Arena& arena);

}  // namespace bulkhead::http
