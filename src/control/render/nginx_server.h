// Which hosts share a server block, and its lines.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "control/render/nginx.h"
#include "control/render/nginx_text.h"
#include "policy/policy.h"

namespace bulkhead::control {

/// One server block to be: hosts with the same places and the same certificate.
struct NginxServer {
  struct Place {
    std::string prefix;  ///< "" is all of the host; never ends with "/".
    const policy::Service* service = nullptr;
    auto operator<=>(const Place&) const = default;
  };
  std::vector<std::string> hosts;  ///< As in the policy: "*.example" is a wildcard.
  std::vector<Place> places;
  const policy::Certificate* certificate = nullptr;  ///< Null: the default one, if any.
};

/// In the order of their first host.
std::vector<NginxServer> nginx_servers(const policy::Policy& policy);

/// The certificate that names the host, else the one for its wildcard (one label, RFC 9525 §6.3), else null:
/// the default one serves it.
const policy::Certificate* certificate_for(const policy::Gateway& gateway, const std::string& host);

void write_server(const policy::Policy& policy, const NginxOptions& options, const NginxServer& server,
                  NginxText& text);

/// The server for hosts that nobody claims: 421, and no TLS handshake without a default certificate.
void write_unknown_host_server(const policy::Policy& policy, const NginxOptions& options, NginxText& text);

/// The server of `status_host`, unless a service has that host: then its server block shows the site.
void write_status_server(const policy::Policy& policy, const NginxOptions& options, NginxText& text);

}  // namespace bulkhead::control
