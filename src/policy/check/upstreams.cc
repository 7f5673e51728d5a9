#include <algorithm>
#include <map>

#include "policy/check/checks.h"
#include "policy/values/endpoint.h"

namespace bulkhead::policy {

namespace {

struct User {
  const ServiceDraft* service;
  const Placed<Upstream>* upstream;
};

std::string described(const User& user, Findings& findings) {
  return "service " + user.service->service.name + " of compartment " + user.service->service.compartment + " (" +
         findings.line_text(user.upstream->at.node->offset) + ")";
}

/// True when a request forwarded there would come back to the gateway.
bool is_gateway(const Upstream& upstream, const std::vector<Placed<Listen>>& listens) {
  const std::string there = endpoint_text(upstream.host, upstream.port);
  return std::ranges::any_of(listens, [&](const Placed<Listen>& listen) {
    return endpoint_text(listen.value.address, listen.value.port) == there;
  });
}

void check_schemes(const ServiceDraft& service, Findings& findings) {
  for (const auto& upstream : service.upstream) {
    if (upstream.value.scheme == service.upstream.front().value.scheme) continue;
    findings.error(upstream.at.place(), "http and https in one service",
                   "the same scheme as the first: " + service.upstream.front().value.scheme);
  }
}

}  // namespace

void check_upstreams(const Draft& draft, Findings& findings) {
  std::map<std::string, User> first_user;
  for (const ServiceDraft& service : draft.services) {
    check_schemes(service, findings);
    for (const auto& upstream : service.upstream) {
      if (is_gateway(upstream.value, draft.listen)) {
        findings.error(upstream.at.place(), "this is the gateway's own address", "the address of the service's server");
      }
      const std::string there = endpoint_text(upstream.value.host, upstream.value.port);
      const User user{&service, &upstream};
      const auto [first, added] = first_user.emplace(there, user);
      if (added || first->second.service->service.compartment == service.service.compartment) continue;
      findings.error(upstream.at.place(),
                     "service " + service.service.name + " of compartment " + service.service.compartment + " shares " + there +
                         " with " + described(first->second, findings),
                     "servers of its own, or the same compartment for both: what shares a server shares its fate");
    }
  }
}

}  // namespace bulkhead::policy
