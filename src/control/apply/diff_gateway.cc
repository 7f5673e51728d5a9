#include <fmt/core.h>

#include <tuple>

#include "control/apply/diff_parts.h"

namespace bulkhead::control {

using policy::Certificate;
using policy::Listen;
using policy::Policy;

namespace {

std::string shown(const Listen& listen) {
  const bool is_v6 = listen.address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}{}", is_v6 ? "[" : "", listen.address, is_v6 ? "]" : "", listen.port,
                     listen.tls ? " with TLS" : " without TLS");
}

void diff_listens(const Policy& from, const Policy& to, Changes& changes) {
  compare(
      from.gateway.listen, to.gateway.listen,
      [&](const Listen& listen) {
        // A listener without TLS is a way in that was not there; one with TLS is the way it should be.
        const ChangeKind kind = listen.tls ? ChangeKind::kNeutral : ChangeKind::kLoosens;
        changes.push_back({"", "listens on " + shown(listen), kind, kReload});
      },
      [&](const Listen& listen) {
        changes.push_back({"", "no longer listens on " + shown(listen), ChangeKind::kNeutral, kReload});
      });
}

bool same_certificates(const std::vector<Certificate>& from, const std::vector<Certificate>& to) {
  return std::ranges::equal(
      from, to, {}, [](const Certificate& one) { return std::tie(one.hosts, one.certificate, one.key); },
      [](const Certificate& one) { return std::tie(one.hosts, one.certificate, one.key); });
}

void diff_agency(const Policy& from, const Policy& to, Changes& changes) {
  const auto text = [&](bool same, const char* what) {
    if (!same) changes.push_back({"", what, ChangeKind::kNeutral, kNoReload});
  };
  text(from.agency.name == to.agency.name, "agency: another name");
  text(from.agency.contact == to.agency.contact, "agency: another contact");
  text(from.agency.homepage == to.agency.homepage, "agency: another homepage");
  if (from.agency.timezone.name != to.agency.timezone.name)
    changes.push_back(
        {"", fmt::format("agency timezone: {} → {}", from.agency.timezone.name, to.agency.timezone.name),
         ChangeKind::kNeutral, kNoReload});
  text(from.agency.languages == to.agency.languages, "agency: other languages, or another first one");
  text(from.gateway.translations == to.gateway.translations, "translations from another folder");
  text(from.compartment_titles == to.compartment_titles, "other titles of compartments");
}

}  // namespace

void diff_networks(const std::vector<Network>& from, const std::vector<Network>& to,
                   const std::string& service, const std::string& what, bool needs_reload, Changes& changes) {
  const auto inside = [](const Network& network, const std::vector<Network>& others) {
    return std::ranges::any_of(others, [&](const Network& other) {
      return other.prefix_bits <= network.prefix_bits && other.contains(network.address);
    });
  };
  for (const Network& network : to)
    if (!inside(network, from))
      changes.push_back({service, what + " gains " + network.text(), ChangeKind::kLoosens, needs_reload});
  for (const Network& network : from)
    if (!inside(network, to))
      changes.push_back({service, what + " loses " + network.text(), ChangeKind::kTightens, needs_reload});
}

void diff_gateway(const Policy& from, const Policy& to, Changes& changes) {
  diff_agency(from, to, changes);
  diff_listens(from, to, changes);
  if (!same_certificates(from.gateway.certificates, to.gateway.certificates))
    changes.push_back({"", "other certificates", ChangeKind::kNeutral, kReload});
  diff_networks(from.gateway.trusted_proxies, to.gateway.trusted_proxies, "", "trusted_proxies", kReload,
                changes);
  if (from.gateway.status_host != to.gateway.status_host)
    changes.push_back({"",
                       fmt::format("status_host: {} → {}", from.gateway.status_host.value_or("none"),
                                   to.gateway.status_host.value_or("none")),
                       ChangeKind::kNeutral, kReload});
  if (from.gateway.id != to.gateway.id)
    changes.push_back({"", fmt::format("gateway id: {} → {}", from.gateway.id, to.gateway.id),
                       ChangeKind::kNeutral, kNoReload});
  if (from.gateway.rehearsal != to.gateway.rehearsal)
    changes.push_back({"",
                       to.gateway.rehearsal
                           ? "becomes a rehearsal gateway: the public is no longer told of its orders"
                           : "becomes a live gateway",
                       to.gateway.rehearsal ? ChangeKind::kLoosens : ChangeKind::kTightens, kNoReload});
  if (from.gateway.workers != to.gateway.workers)
    changes.push_back({"", fmt::format("workers: {} → {}", from.gateway.workers, to.gateway.workers),
                       ChangeKind::kNeutral, kReload});
}

}  // namespace bulkhead::control
