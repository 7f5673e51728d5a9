// Bodies in which part of the text is described rather than written out.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead::conformance {

/// Replaces `{{ "text" | repeat N }}`, the one form of go-ftw's templates that the Core Rule Set's tests have.
///
/// Errors   kInvalid for any other `{{`; kLimit when the body would get larger than kBodyBytesMax.
/// Differs: go-ftw understands all of Go's text/template and sends no body at all where a template is broken.
Result<std::string> expand_template(std::string_view text);

inline constexpr std::size_t kBodyBytesMax = std::size_t{16} << 20;

}  // namespace bulkhead::conformance
