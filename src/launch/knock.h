// Does anybody answer HTTP there?

#pragma once

#include <cstdint>
#include <string>

namespace bulkhead::launch {

/// True when a GET of `path` gets any HTTP answer within half a second. `host` is the Host field; "0.0.0.0" is knocked on
/// at loopback.
bool answers_http(const std::string& address, std::uint16_t port, const std::string& host,
                  const std::string& path);

/// True when a TCP connection is taken: for TLS listeners, whose certificate is nobody's business here.
bool takes_connections(const std::string& address, std::uint16_t port);

}  // namespace bulkhead::launch
