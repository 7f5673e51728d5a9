// One string of JSON: where it ends, whether it is one, and what it says.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"

namespace bulkhead::http {

enum class JsonStringError : std::uint8_t { kNone, kUnterminated, kControlCharacter, kEscape, kUtf8 };

/// A string as it stands between its quotes.
struct JsonString {
  std::string_view raw;
  /// Where the scan ended: behind the closing quote, or at the byte that is wrong.
  std::size_t end = 0;
  bool escaped = false;  ///< It holds a backslash: decode_json_string() says what it means.
  JsonStringError error = JsonStringError::kNone;
};

/// Scans the string whose first byte behind the opening quote is at `begin`.
///
/// UTF-8 is checked as yajl does it: each sequence has the length that its first byte announces. Overlong forms, surrogates and
/// what lies above U+10FFFF pass: rules see them (@validateUtf8Encoding exists for them).
///
/// Cost  Linear, eight bytes a step where nothing is special.
JsonString scan_json_string(std::string_view json, std::size_t begin);

struct DecodedJsonString {
  std::string_view text;
  /// An escaped surrogate stood alone. Such strings have no meaning in Unicode; readers differ about them.
  bool lone_surrogate = false;
};

/// What a string without errors says.
///
/// A lone high surrogate becomes '?', a lone low one the three bytes that UTF-8 would have for it.
/// Differs: yajl drops the character behind a lone high surrogate, and joins it with any escape that follows, be it a low
/// surrogate or not. Here nothing that was sent is lost.
///
/// Ownership  A view of the input when nothing is escaped, else in the arena.
/// Errors     Empty when the arena's maximum is reached.
std::optional<DecodedJsonString> decode_json_string(const JsonString& string, Arena& arena);

}  // namespace bulkhead::http
