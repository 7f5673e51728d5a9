// Query strings and bodies of application/x-www-form-urlencoded as named values.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "http/argument_sink.h"

namespace bulkhead::http {

struct FormOutcome {
  std::uint32_t arguments_count = 0;
  /// URLENCODED_ERROR: somewhere a '%' had no two hexadecimal digits after it. It stands in the value as it came.
  bool invalid_encoding = false;
  ReadStop stop = ReadStop::kNone;
};

/// Splits `bytes` at `separator` (SecArgumentSeparator), each piece at its first '=', and decodes both halves.
///
///     a=1&b=%41+c&d   ->   a: "1"   b: "A c"   d: ""
///
/// Nothing between two separators is an argument without name and value; nothing after the last one is none.
///
/// Ownership  Views of `bytes` where nothing was encoded, else in the arena.
/// Cost       Linear; allocates nothing else.
/// Errors     ReadStop.
FormOutcome read_form(std::string_view bytes, char separator, Arena& arena, ArgumentSink& sink);

}  // namespace bulkhead::http
