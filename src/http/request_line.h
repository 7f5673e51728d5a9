// REQUEST_LINE and REQUEST_PROTOCOL, made of what nginx says of a request: HTTP/2 has no such line.

#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"

namespace bulkhead::http {

struct RequestLine {
  std::string_view line;      ///< REQUEST_LINE: "GET /a?b HTTP/1.1"
  std::string_view protocol;  ///< REQUEST_PROTOCOL: "HTTP/1.1", the end of the former.
};

/// `target` as it came, `version` such as "1.1" or "2.0".
///
/// Ownership  In the arena.
/// Errors     Empty when the arena's maximum is reached.
std::optional<RequestLine> make_request_line(std::string_view method, std::string_view target,
                                             std::string_view version, Arena& arena);

}  // namespace bulkhead::http
