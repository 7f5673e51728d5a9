// Failures as RFC 9457 problem+json.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "control/rest/exchange.h"

namespace bulkhead::control::rest {

/// The answer for a failure of a part: `code` and status come from the error's code, `detail` is its message.
Response problem(const Error& error);

/// The same, naming the key of the body or query that is wrong.
Response problem(const Error& error, std::string_view key);

/// A failure that only HTTP knows: 401, 405, 413, 415. `code` is one of those in docs/openapi.yaml.
Response http_problem(unsigned status, std::string_view code, std::string_view detail);

/// "Not Found". A status that we do not use is "Error".
std::string_view status_title(unsigned status);

}  // namespace bulkhead::control::rest
