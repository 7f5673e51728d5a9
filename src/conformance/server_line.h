// The request line, and lines in general, as nginx reads them. Only server*.cc use it.

#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "conformance/server.h"

namespace bulkhead::conformance {

/// Takes what stands before the next LF or CRLF; nothing when there is none.
std::optional<std::string_view> take_line(std::string_view& bytes);

/// Whether two field names are the same.
bool same_name(std::string_view one, std::string_view other);

/// Method, target and version of a line without its end.
std::expected<Request, Refusal> read_request_line(std::string_view line);

}  // namespace bulkhead::conformance
