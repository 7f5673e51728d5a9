#include <map>
#include <set>

#include "policy/check/checks.h"
#include "policy/values/endpoint.h"

namespace bulkhead::policy {

namespace {

struct User {
  const ServiceDraft* service;
  const Placed<Upstream>* upstream;
};

std::string described(const User& user, Findings& findings) {
  return "service " + user.service->service.name + " of compartment " + user.service->service.compartment +
         " (" + findings.line_text(user.upstream->at.node->offset) + ")";
}

/// Where a forwarded request would come back to the gateway.
std::set<std::string> own_endpoints(const std::vector<Placed<Listen>>& listens) {
  std::set<std::string> own;
  for (const auto& [listen, at] : listens) {
    own.insert(endpoint_text(listen.address, listen.port));
    if (listen.address != "0.0.0.0" && listen.address != "::") continue;
    own.insert(endpoint_text("127.0.0.1", listen.port));
    own.insert(endpoint_text("::1", listen.port));
  }
  return own;
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
  const std::set<std::string> own = own_endpoints(draft.listen);
  std::map<std::string, User> first_user;
  for (const ServiceDraft& service : draft.services) {
    check_schemes(service, findings);
    for (const auto& upstream : service.upstream) {
      const std::string there = endpoint_text(upstream.value.host, upstream.value.port);
      if (own.contains(there)) {
        findings.error(upstream.at.place(), "this is the gateway's own address",
                       "the address of the service's server");
      }
      const User user{&service, &upstream};
      const auto [first, added] = first_user.emplace(there, user);
      if (added || first->second.service->service.compartment == service.service.compartment) continue;
      findings.error(
          upstream.at.place(),
          "service " + service.service.name + " of compartment " + service.service.compartment + " shares " +
              there + " with " + described(first->second, findings),
          "servers of its own, or the same compartment for both: what shares a server shares its fate");
    }
  }
}

}  // namespace bulkhead::policy
