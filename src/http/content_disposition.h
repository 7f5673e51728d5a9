// The Content-Disposition of a part of a multipart body.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "http/multipart.h"

namespace bulkhead::http {

struct ContentDisposition {
  enum class Outcome : std::uint8_t { kValid, kInvalid, kMemory, kSink };

  Outcome outcome = Outcome::kInvalid;
  /// What was read of both, also when the field proved to be invalid behind them.
  std::string_view name;
  std::string_view filename;
  /// MULTIPART_INVALID_QUOTING: single quotes around or in a value, or a quote where none belongs.
  bool invalid_quoting = false;
  /// The last value's closing quote is missing: the value is what stands up to the end.
  bool unterminated = false;
};

/// Reads `form-data; name=…; filename=…; filename*=…`.
///
/// Strict: anything else, and any of them twice, makes the field invalid. So does filename* (RFC 5987) without filename: what
/// understands only one of them would see another part. Within quotes a backslash escapes a quote or itself; before
/// anything else it is a backslash (old browsers sent paths).
/// Differs: a value whose closing quote is missing is `unterminated`; libmodsecurity reads on behind the field's end.
///
/// Every name and filename is given to the sink, also one too many.
///
/// Ownership  Views of `field`, or in the arena where something was escaped.
/// Cost       Linear.
ContentDisposition read_content_disposition(std::string_view field, Arena& arena, MultipartSink& sink);

}  // namespace bulkhead::http
