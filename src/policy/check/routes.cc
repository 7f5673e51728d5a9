#include <map>
#include <vector>

#include "policy/check/checks.h"
#include "policy/values/path_prefix.h"

namespace bulkhead::policy {

namespace {

struct Claim {
  const ServiceDraft* service;
  const Placed<std::string>* host;
};
using ClaimsByHost = std::map<std::string_view, std::vector<Claim>>;

std::string where(const Claim& claim, Findings& findings) {
  return "service " + claim.service->service.name + " (" + findings.line_text(claim.host->at.node->offset) +
         ")";
}

/// Reported at the later service's host, once for each pair of host and path.
void check_host(std::string_view host, const std::vector<Claim>& claims, Findings& findings) {
  std::map<std::string_view, const Claim*> first_by_path;
  for (const Claim& claim : claims) {
    for (const auto& path : claim.service->paths) {
      const auto [first, added] = first_by_path.emplace(path.value, &claim);
      if (added) continue;
      findings.error(claim.host->at.place(),
                     "host " + std::string(host) + " with path " + path.value + " is claimed by " +
                         where(*first->second, findings) + " already",
                     "another host, or other paths, for one of the two");
    }
  }
}

void check_reserved(const ServiceDraft& service, Findings& findings) {
  for (const auto& path : service.paths) {
    for (const std::string_view reserved : kReservedPaths) {
      if (!path_is_under(path.value, reserved)) continue;
      findings.error(path.at.place(),
                     "the gateway itself answers " + std::string(reserved) + " on every host",
                     "another path");
    }
  }
}

void check_status_host(const Draft& draft, const ClaimsByHost& claims, Findings& findings) {
  if (!draft.status_host) return;
  const auto claimed = claims.find(draft.status_host->value);
  if (claimed == claims.end()) return;
  findings.error(draft.status_host->at.place(),
                 "the host is claimed by " + where(claimed->second.front(), findings),
                 "a host of its own for the status site");
}

}  // namespace

void check_routes(const Draft& draft, Findings& findings) {
  ClaimsByHost claims;
  std::size_t routes = 0;
  for (const ServiceDraft& service : draft.services) {
    check_reserved(service, findings);
    routes += service.hosts.size() * service.paths.size();
    if (routes > Limits::kRoutesMax) {
      findings.error(service.at.key_place(),
                     "the services up to here claim " + std::to_string(routes) + " pairs of host and path",
                     "at most " + std::to_string(Limits::kRoutesMax));
      return;
    }
    for (const auto& host : service.hosts) claims[host.value].push_back({&service, &host});
  }
  for (const auto& [host, of_host] : claims) {
    if (of_host.size() > 1) check_host(host, of_host, findings);
  }
  check_status_host(draft, claims, findings);
}

}  // namespace bulkhead::policy
