#include <algorithm>
#include <map>

#include "policy/check/checks.h"
#include "policy/values/endpoint.h"
#include "policy/values/host_name.h"

namespace bulkhead::policy {

namespace {

bool is_loopback(const Listen& listen) {
  return listen.address.starts_with("127.") || listen.address == "::1";
}

void check_listens(const std::vector<Placed<Listen>>& listens, Findings& findings) {
  std::map<std::string, const Spot*> first_at;
  for (const auto& listen : listens) {
    const auto [first, added] = first_at.emplace(endpoint_text(listen.value.address, listen.value.port), &listen.at);
    if (added) continue;
    findings.error(listen.at.place(), "the same address is listened on twice; first on " + findings.line_text(first->second->node->offset),
                   "each address and port once");
  }
}

void check_encryption(const Draft& draft, Findings& findings) {
  const bool any_tls = std::ranges::any_of(draft.listen, [](const auto& one) { return one.value.tls; });
  for (const auto& listen : draft.listen) {
    if (listen.value.tls && draft.certificates.empty()) {
      findings.error(listen.at.place(), "TLS without a certificate", "add gateway.certificates: [{certificate, key}]");
    } else if (!any_tls && !is_loopback(listen.value)) {
      findings.warning(listen.at.place(), "passwords and forms travel unencrypted: nothing listens with TLS",
                       "{ address: …, tls: true }, unless a TLS proxy stands in front");
    }
  }
}

void check_certificate_hosts(const Draft& draft, Findings& findings) {
  std::map<std::string_view, const Spot*> first_at;
  for (const CertificateDraft& certificate : draft.certificates) {
    std::vector<const Placed<std::string>*> names;
    for (const auto& host : certificate.hosts) {
      const auto [first, added] = first_at.emplace(host.value, &host.at);
      if (added) continue;
      findings.error(host.at.place(), "the host has a certificate already, on " + findings.line_text(first->second->node->offset),
                     "one certificate for each host");
    }
    if (!certificate.hosts.empty()) continue;
    const auto [first, added] = first_at.emplace("", &certificate.at);  // no host is called ""
    if (added) continue;
    findings.error(certificate.at.place(), "a second default certificate; first on " + findings.line_text(first->second->node->offset),
                   "list its hosts");
  }
}

/// A certificate for "*.example" covers one label (RFC 9525 §6.3): "a.example", not "a.b.example".
bool covers(std::string_view certificate_host, std::string_view service_host) {
  if (certificate_host == service_host) return true;
  if (!certificate_host.starts_with("*.") || !host_matches(certificate_host, service_host)) return false;
  const std::string_view first_labels = service_host.substr(0, service_host.size() - (certificate_host.size() - 1));
  return first_labels.find('.') == std::string_view::npos;
}

void check_coverage(const Draft& draft, Findings& findings) {
  const bool any_tls = std::ranges::any_of(draft.listen, [](const auto& one) { return one.value.tls; });
  std::vector<std::string_view> covered;
  for (const CertificateDraft& certificate : draft.certificates) {
    if (certificate.hosts.empty()) return;  // the default certificate is there for the rest
    for (const auto& host : certificate.hosts) covered.push_back(host.value);
  }
  if (!any_tls || draft.certificates.empty()) return;
  for (const ServiceDraft& service : draft.services) {
    for (const auto& host : service.hosts) {
      if (std::ranges::any_of(covered, [&](std::string_view name) { return covers(name, host.value); })) continue;
      findings.warning(host.at.place(), "no certificate is for this host: browsers will refuse it",
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
