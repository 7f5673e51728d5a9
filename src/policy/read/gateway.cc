#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/endpoint.h"
#include "policy/values/host_name.h"

namespace bulkhead::policy {

namespace {

/// "127.0.0.1:8080", or { address: "0.0.0.0:443", tls: true }.
std::optional<Listen> read_listen(const Spot& spot, Findings& findings) {
  if (!spot.node->is_mapping()) return read_parsed(spot, parse_listen, findings);
  const Fields fields(spot, kListenShape, findings);
  std::optional<Listen> listen;
  if (const auto at = fields.find("address")) listen = read_parsed(*at, parse_listen, findings);
  if (const auto at = fields.find("tls")) {
    const bool tls = read_boolean(*at, findings).value_or(false);
    if (listen) listen->tls = tls;
  }
  return listen;
}

void read_certificate(const Spot& spot, Draft& draft, Findings& findings) {
  const Fields fields(spot, kCertificateShape, findings);
  Certificate certificate;
  CertificateDraft places{.at = spot, .hosts = {}};
  if (const auto at = fields.find("hosts")) {
    for (const Spot& item : read_list(*at, Limits::kHostsPerServiceMax, true, findings)) {
      const auto host = read_parsed(item, parse_host_pattern, findings);
      if (!host) continue;
      certificate.hosts.push_back(*host);
      places.hosts.push_back({*host, item});
    }
  }
  if (const auto at = fields.find("certificate"))
    certificate.certificate = read_file_path(*at, findings).value_or("");
  if (const auto at = fields.find("key")) certificate.key = read_file_path(*at, findings).value_or("");
  draft.policy.gateway.certificates.push_back(std::move(certificate));
  draft.certificates.push_back(std::move(places));
}

void read_listens(const Spot& spot, Draft& draft, Findings& findings) {
  for (const Spot& item : read_list(spot, Limits::kListensMax, false, findings)) {
    const auto listen = read_listen(item, findings);
    if (!listen) continue;
    draft.policy.gateway.listen.push_back(*listen);
    draft.listen.push_back({*listen, item});
  }
}

}  // namespace

void read_gateway(const Spot& spot, Draft& draft, Findings& findings) {
  const Fields fields(spot, kGatewayShape, findings);
  Gateway& gateway = draft.policy.gateway;
  if (const auto at = fields.find("listen")) read_listens(*at, draft, findings);
  if (const auto at = fields.find("certificates")) {
    for (const Spot& item : read_list(*at, Limits::kCertificatesMax, true, findings))
      read_certificate(item, draft, findings);
  }
  if (const auto at = fields.find("trusted_proxies")) {
    for (const Spot& item : read_list(*at, Limits::kTrustedProxiesMax, true, findings)) {
      if (const auto network = read_network(item, findings)) gateway.trusted_proxies.push_back(*network);
    }
  }
  if (const auto at = fields.find("status_host")) {
    gateway.status_host = read_parsed(*at, parse_host_name, findings);
    if (gateway.status_host) draft.status_host = {*gateway.status_host, *at};
  }
  if (const auto at = fields.find("id")) {
    gateway.id = static_cast<std::uint16_t>(read_integer(*at, 1, 65'535, findings).value_or(1));
  }
  if (const auto at = fields.find("workers")) {
    gateway.workers =
        static_cast<std::uint16_t>(read_integer(*at, 0, Limits::kWorkersMax, findings).value_or(0));
  }
  if (const auto at = fields.find("translations"))
    gateway.translations = read_file_path(*at, findings).value_or("");
  if (const auto at = fields.find("rehearsal"))
    gateway.rehearsal = read_boolean(*at, findings).value_or(false);
}

}  // namespace bulkhead::policy
