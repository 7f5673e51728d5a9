// Host names as requests carry them.

#pragma once

#include <string_view>

namespace bulkhead::gate {

/// True when the Host field, as sent, names the host that the server settled on (lower case, without port and
/// trailing dot). RFC 9112 §3.2.2 lets a request target in absolute form differ from the Host field; a gateway that
/// routes by one and forwards the other would open a door it did not look at.
bool names_host(std::string_view host_field, std::string_view host);

}  // namespace bulkhead::gate
