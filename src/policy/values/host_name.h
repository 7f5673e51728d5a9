// Names of hosts, as people ask for them and as upstreams are called.

#pragma once

#include <string>
#include <string_view>

#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads a host name: labels of small letters, digits and hyphens (RFC 1123 §2.1), at most 253 bytes; other scripts
/// only as xn--. An IP address is refused: a request for a bare address is never for a service.
Parsed<std::string> parse_host_name(std::string_view text);

/// As parse_host_name, or "*." before one: every name below it.
Parsed<std::string> parse_host_pattern(std::string_view text);

}  // namespace bulkhead::policy
