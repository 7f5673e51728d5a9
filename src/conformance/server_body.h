// The body of a request: by its length, or in chunks. Only server.cc uses it.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "conformance/server.h"

namespace bulkhead::conformance {

/// Takes the body from what follows the head.
std::expected<std::string, Refusal> take_body(const Request& request, std::string_view rest);

}  // namespace bulkhead::conformance
