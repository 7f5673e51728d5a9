// Makes a LiteralFilter. For the compiler; workers only scan.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace bulkhead::match {

/// A literal that is to be found, in lower case, two bytes or more, and what its finding is reported as.
struct FilterLiteral {
  std::string text;
  std::uint16_t payload = 0;
};

/// Bytes for LiteralFilter::verify(): the same literals give the same bytes, in whatever order they come.
///
/// Cost    n log n.
/// Errors  kInvalid for a literal of less than two bytes; kLimit beyond LiteralFilter's maxima.
Result<std::vector<std::byte>> build_literal_filter(const std::vector<FilterLiteral>& literals);

/// How common a byte is in requests, roughly, in 1/1000: the builder begins a literal at its rarest three bytes.
unsigned byte_frequency(std::uint8_t folded);

}  // namespace bulkhead::match
