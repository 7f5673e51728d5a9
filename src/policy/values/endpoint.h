// Where the gateway listens, and where it forwards to.

#pragma once

#include <string_view>

#include "policy/policy.h"
#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads "127.0.0.1:8080" or "[::1]:8080". `tls` is not part of the text.
Parsed<Listen> parse_listen(std::string_view text);

/// Reads "http://127.0.0.1:9101", "https://tax.internal", "http://[::1]:9101". The port is 80 or 443 when not
/// given; a path, query or user is refused.
Parsed<Upstream> parse_upstream(std::string_view text);

/// Reads an https URL that people may be sent to: visible ASCII without quotes and angle brackets.
Parsed<std::string> parse_homepage(std::string_view text);

/// "127.0.0.1:8080": one spelling for one place. "localhost" is 127.0.0.1 here.
std::string endpoint_text(std::string_view host, std::uint16_t port);

}  // namespace bulkhead::policy
