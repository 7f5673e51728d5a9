// A body of JSON as named values.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "http/argument_sink.h"

namespace bulkhead::http {

/// What is wrong with a body of JSON.
enum class JsonError : std::uint8_t {
  kNone,
  kEnd,       ///< It ends too early.
  kToken,     ///< Something that is not JSON, or not at this place.
  kTrailing,  ///< Something behind the value.
  kString,    ///< A control character or an unknown escape in a string.
  kUtf8,      ///< A string that is not UTF-8.
  kDepth,     ///< Containers in containers beyond the maximum.
};

/// REQBODY_ERROR_MSG of an error; empty for kNone.
std::string_view message(JsonError error);

struct JsonOutcome {
  std::uint32_t arguments_count = 0;
  JsonError error = JsonError::kNone;
  /// Where the error was found.
  std::size_t error_byte = 0;
  /// A string or a key held an escaped surrogate alone.
  bool lone_surrogate = false;
  ReadStop stop = ReadStop::kNone;
};

/// SecRequestBodyJsonDepthLimit: how deep containers may lie in containers.
inline constexpr std::uint32_t kJsonDepthDefault = 512;
inline constexpr std::uint32_t kJsonDepthMax = 10'000;

/// Reads one value of JSON (RFC 8259) and gives each scalar in it under the name that JsonPath spells. Strings are decoded,
/// numbers and booleans are given as they are written, null is empty; empty containers give nothing. What stands
/// before an error is given. An empty body is no error and gives nothing.
///
/// Beyond RFC 8259, as yajl 2.1: vertical tab and form feed are space, and UTF-8 is checked as scan_json_string() says.
/// Differs: a string that is not closed behind the value (`1"a`) is kTrailing. yajl, waiting for its end, sees no error.
/// Differs: when the sink wants no more, libmodsecurity reports a parsing error. Here it is ReadStop::kSink, no error.
///
/// Ownership  Names are in the arena; values are views of `json`, or in the arena where a string has escapes.
/// Cost       Linear in the body and in the bytes of the names; a state of 12 bytes for each level, in the arena.
/// Recursion  None.
/// Errors     JsonError, ReadStop.
JsonOutcome read_json(std::string_view json, std::uint32_t depth_max, Arena& arena, ArgumentSink& sink);

}  // namespace bulkhead::http
