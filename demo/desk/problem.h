// Failures of the JSON API.

#pragma once

#include <string_view>

#include "demo/http/response.h"

namespace bulkhead::demo {

/// application/problem+json (RFC 9457) of type about:blank.
Response problem(unsigned status, std::string_view title, std::string_view detail);

}  // namespace bulkhead::demo
