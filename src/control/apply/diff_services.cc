#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "base/timestamp.h"
#include "control/apply/diff_parts.h"

namespace bulkhead::control {

using policy::Criticality;
using policy::Lane;
using policy::OnGatewayFailure;
using policy::Policy;
using policy::Service;

namespace {

bool is_served_by(const Service& service, const policy::Upstream& upstream) {
  return std::ranges::any_of(service.upstream, [&](const policy::Upstream& one) {
    return one.host == upstream.host && one.port == upstream.port;
  });
}

// Another door to servers that stood behind a door already: whoever holds that one shut holds it shut in vain.
std::vector<std::string> new_ways(const Policy& before, const Service& to, const Service* itself) {
  std::vector<std::string> ways;
  for (const policy::Upstream& upstream : to.upstream) {
    if (itself != nullptr && is_served_by(*itself, upstream)) continue;
    for (const Service& other : before.services)
      if (other.name != to.name && is_served_by(other, upstream))
        ways.push_back(
            fmt::format("another way to {}, by its server {}:{}", other.name, upstream.host, upstream.port));
  }
  return ways;
}

// Compares one service with itself of before.
class ServiceDiff {
 public:
  /// `policy` is the one that `from` is of.
  ServiceDiff(const Policy& policy, const Service& from, const Service& to, Changes& changes)
      : policy_(policy), from_(from), to_(to), changes_(changes) {}

  void run() {
    places();
    fate();
    lanes();
    limits();
    sessions();
    diff_inspection(from_.inspection, to_.inspection, to_.name, changes_);
    texts();
  }

 private:
  void change(std::string what, ChangeKind kind, bool needs_reload) {
    changes_.push_back({to_.name, std::move(what), kind, needs_reload});
  }

  void list(const std::vector<std::string>& from, const std::vector<std::string>& to, const char* noun) {
    compare(
        from, to,
        [&](const auto& value) {
          change(fmt::format("new {} {}", noun, value), ChangeKind::kNeutral, kReload);
        },
        [&](const auto& value) {
          change(fmt::format("{} {} is gone", noun, value), ChangeKind::kNeutral, kReload);
        });
  }

  void places() {
    list(from_.hosts, to_.hosts, "host");
    list(from_.paths, to_.paths, "path");
    if (from_.upstream != to_.upstream) change("other upstream servers", ChangeKind::kNeutral, kReload);
    for (std::string& way : new_ways(policy_, to_, &from_))
      change(std::move(way), ChangeKind::kLoosens, kReload);
  }

  void fate() {
    // An order that holds the old compartment shut does not hold the service any more.
    if (from_.compartment != to_.compartment)
      change(fmt::format("compartment: {} → {}", from_.compartment, to_.compartment), ChangeKind::kLoosens,
             kNoReload);
    // Fewer people are needed to close it, and it is shed earlier.
    if (from_.criticality != to_.criticality)
      change(
          fmt::format("criticality: {} → {}", policy::name(from_.criticality), policy::name(to_.criticality)),
          to_.criticality > from_.criticality ? ChangeKind::kLoosens : ChangeKind::kNeutral, kNoReload);
    if (from_.on_gateway_failure != to_.on_gateway_failure)
      change(fmt::format("on_gateway_failure: {} → {}", policy::name(from_.on_gateway_failure),
                         policy::name(to_.on_gateway_failure)),
             either(to_.on_gateway_failure == OnGatewayFailure::kOpen), kReload);
    if (from_.depends_on != to_.depends_on) change("depends_on differs", ChangeKind::kNeutral, kNoReload);
  }

  // Whoever is in any lane is served: names only tell which. So networks count over all lanes together.
  void lanes() {
    const auto all = [](const Service& service) {
      std::vector<Network> networks;
      for (const Lane& lane : service.lanes)
        networks.insert(networks.end(), lane.networks.begin(), lane.networks.end());
      return networks;
    };
    const std::size_t before = changes_.size();
    diff_networks(all(from_), all(to_), to_.name, "lanes:", kNoReload, changes_);
    const auto parts = [](const Lane& lane) { return std::tie(lane.name, lane.networks); };
    if (changes_.size() == before && !std::ranges::equal(from_.lanes, to_.lanes, {}, parts, parts))
      change("lanes are named or written otherwise, for the same networks", ChangeKind::kNeutral, kNoReload);
  }

  void limits() {
    const auto& from = from_.limits;
    const auto& to = to_.limits;
    if (from.client_body_bytes_max != to.client_body_bytes_max)
      change(
          fmt::format("client_body_bytes_max: {} → {}", from.client_body_bytes_max, to.client_body_bytes_max),
          either(to.client_body_bytes_max > from.client_body_bytes_max), kReload);
    if (from.upstream_timeout != to.upstream_timeout)
      change(fmt::format("upstream_timeout: {} → {}", duration_text(from.upstream_timeout),
                         duration_text(to.upstream_timeout)),
             either(to.upstream_timeout > from.upstream_timeout), kReload);
    const auto probe = [](const policy::HealthProbe& health) {
      return std::tie(health.path, health.interval, health.timeout, health.expect_status_max, health.fall,
                      health.rise);
    };
    if (probe(from_.health) != probe(to_.health))
      change("health is probed otherwise", ChangeKind::kNeutral, kNoReload);
  }

  // A session counts as a person of its own: one more cookie is one more way to be one.
  void sessions() {
    compare(
        from_.session_cookies, to_.session_cookies,
        [&](const auto& name) {
          change("session cookie " + name + " counts", ChangeKind::kLoosens, kNoReload);
        },
        [&](const auto& name) {
          change("session cookie " + name + " no longer counts", ChangeKind::kTightens, kNoReload);
        });
  }

  void texts() {
    if (from_.title != to_.title) change("another title", ChangeKind::kNeutral, kNoReload);
    if (from_.elsewhere != to_.elsewhere)
      change("another text for elsewhere", ChangeKind::kNeutral, kNoReload);
  }

  const Policy& policy_;
  const Service& from_;
  const Service& to_;
  Changes& changes_;
};

void new_service(const Policy& from, const Service& service, Changes& changes) {
  changes.push_back({service.name, "new service", ChangeKind::kNeutral, kReload});
  for (std::string& way : new_ways(from, service, nullptr))
    changes.push_back({service.name, std::move(way), ChangeKind::kLoosens, kReload});
}

}  // namespace

void diff_services(const Policy& from, const Policy& to, Changes& changes) {
  for (const Service& service : to.services) {
    if (const Service* before = from.find_service(service.name))
      ServiceDiff(from, *before, service, changes).run();
    else
      new_service(from, service, changes);
  }
  // Orders and limits that held it hold nothing any more.
  for (const Service& before : from.services)
    if (to.find_service(before.name) == nullptr)
      changes.push_back({before.name, "the service is gone", ChangeKind::kLoosens, kReload});
}

}  // namespace bulkhead::control
