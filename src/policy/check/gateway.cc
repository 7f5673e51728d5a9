#include <algorithm>
#include <map>
#include <set>

#include "policy/check/checks.h"
#include "policy/values/endpoint.h"

namespace bulkhead::policy {

namespace {

bool is_loopback(const Listen& listen) {
  return listen.address.starts_with("127.") || listen.address == "::1";
}

void check_listens(const std::vector<Placed<Listen>>& listens, Findings& findings) {
  std::map<std::string, const Spot*> first_at;
  for (const auto& listen : listens) {
    const auto [first, added] =
        first_at.emplace(endpoint_text(listen.value.address, listen.value.port), &listen.at);
    if (added) continue;
    findings.error(
        listen.at.place(),
        "the same address is listened on twice; first on " + findings.line_text(first->second->node->offset),
        "each address and port once");
  }
}

void check_encryption(const Draft& draft, Findings& findings) {
  const bool any_tls = std::ranges::any_of(draft.listen, [](const auto& one) { return one.value.tls; });
  for (const auto& listen : draft.listen) {
    if (listen.value.tls && draft.certificates.empty()) {
      findings.error(listen.at.place(), "TLS without a certificate",
                     "add gateway.certificates: [{certificate, key}]");
    } else if (!any_tls && !is_loopback(listen.value)) {
      findings.warning(listen.at.place(), "passwords and forms travel unencrypted: nothing listens with TLS",
                       "{ address: …, tls: true }, unless a TLS proxy stands in front");
    }
  }
}

void check_certificate_hosts(const Draft& draft, Findings& findings) {
  std::map<std::string_view, const Spot*> first_at;
  for (const CertificateDraft& certificate : draft.certificates) {
    for (const auto& host : certificate.hosts) {
      const auto [first, added] = first_at.emplace(host.value, &host.at);
      if (added) continue;
      findings.error(
          host.at.place(),
          "the host has a certificate already, on " + findings.line_text(first->second->node->offset),
          "one certificate for each host");
    }
    if (!certificate.hosts.empty()) continue;
    const auto [first, added] = first_at.emplace("", &certificate.at);  // no host is called ""
    if (added) continue;
    findings.error(
        certificate.at.place(),
        "a second default certificate; first on " + findings.line_text(first->second->node->offset),
        "list its hosts");
  }
}

/// A certificate for "*.example" covers one label (RFC 9525 §6.3): "a.example", not "a.b.example".
bool is_covered(const std::string& host, const std::set<std::string, std::less<>>& certified) {
  if (certified.contains(host)) return true;
  const std::size_t dot = host.find('.');
  return !host.starts_with("*.") && dot != std::string::npos && certified.contains("*" + host.substr(dot));
}

void check_coverage(const Draft& draft, Findings& findings) {
  const bool any_tls = std::ranges::any_of(draft.listen, [](const auto& one) { return one.value.tls; });
  if (!any_tls || draft.certificates.empty()) return;
  std::set<std::string, std::less<>> certified;
  for (const CertificateDraft& certificate : draft.certificates) {
    if (certificate.hosts.empty()) return;  // the default certificate is there for the rest
    for (const auto& host : certificate.hosts) certified.insert(host.value);
  }
  for (const ServiceDraft& service : draft.services) {
    for (const auto& host : service.hosts) {
      if (is_covered(host.value, certified)) continue;
      findings.warning(
          host.at.place(), "no certificate is for this host: browsers will refuse it",
          "add it to the hosts of a certificate, or give a certificate without hosts for the rest");
    }
  }
}

}  // namespace

void check_gateway(const Draft& draft, Findings& findings) {
  check_listens(draft.listen, findings);
  check_encryption(draft, findings);
  check_certificate_hosts(draft, findings);
  check_coverage(draft, findings);
}

}  // namespace bulkhead::policy
