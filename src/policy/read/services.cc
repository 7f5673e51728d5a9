#include <algorithm>

#include "policy/read/distinct.h"
#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/endpoint.h"
#include "policy/values/host_name.h"
#include "policy/values/name.h"
#include "policy/values/path_prefix.h"

namespace bulkhead::policy {

namespace {

void read_match(const Spot& spot, ServiceDraft& draft, Findings& findings) {
  const Fields fields(spot, kMatchShape, findings);
  if (const auto at = fields.find("hosts")) {
    draft.hosts = read_distinct(*at, Limits::kHostsPerServiceMax, false, parse_host_pattern, findings);
  }
  if (const auto at = fields.find("paths")) {
    draft.paths = read_distinct(*at, Limits::kPathsPerServiceMax, false, parse_path_prefix, findings);
  } else {
    draft.paths.push_back({"/", spot});
  }
}

std::vector<Network> read_lane_networks(const Spot& spot, Findings& findings) {
  std::vector<Network> networks;
  for (const Spot& item : read_list(spot, Limits::kLaneNetworksMax, false, findings)) {
    if (const auto network = read_network(item, findings)) networks.push_back(*network);
  }
  return networks;
}

/// The same network in two lanes would leave open which lane serves it; a narrower one inside a wider is fine.
void read_lanes(const Spot& spot, Service& service, Findings& findings) {
  std::map<Network, std::string> lane_of;
  for (const Spot& member : read_named(spot, Limits::kLanesPerServiceMax, findings)) {
    Lane lane{.name = member.node->key, .networks = read_lane_networks(member, findings)};
    for (const Network& network : lane.networks) {
      const auto [first, added] = lane_of.emplace(network, lane.name);
      if (!added) {
        findings.error(member.key_place(),
                       "the network " + network.text() + " is already in lane " + first->second,
                       "each network in one lane, once");
      }
    }
    service.lanes.push_back(std::move(lane));
  }
  std::ranges::sort(service.lanes, {}, &Lane::name);
}

void read_compartment(const Fields& fields, ServiceDraft& draft, Findings& findings) {
  draft.service.compartment = draft.service.name;
  draft.compartment_at = draft.at;
  const auto at = fields.find("compartment");
  if (!at) return;
  draft.compartment_at = *at;
  if (auto name = read_parsed(*at, parse_name, findings)) draft.service.compartment = std::move(*name);
}

void read_public_text(const Fields& fields, Service& service, Draft& draft, Findings& findings) {
  if (const auto at = fields.find("title")) {
    service.title = read_translated(*at, Limits::kTitleBytesMax, findings);
    draft.public_texts.push_back({service.title, *at});
  }
  if (const auto at = fields.find("elsewhere")) {
    service.elsewhere = read_translated(*at, Limits::kTextBytesMax, findings);
    draft.public_texts.push_back({service.elsewhere, *at});
  }
}

ServiceDraft read_service(const Spot& spot, const Service& defaults, Draft& draft, Findings& findings) {
  const Fields fields(spot, kServiceShape, findings);
  ServiceDraft one{.service = defaults,
                   .at = spot,
                   .hosts = {},
                   .paths = {},
                   .upstream = {},
                   .depends_on = {},
                   .inspection = {},
                   .compartment_at = spot};
  Service& service = one.service;
  service.name = spot.node->key;
  if (service.name == "all")
    findings.error(spot.key_place(), "`all` means every service in orders", "another name");
  read_public_text(fields, service, draft, findings);
  if (const auto at = fields.find("match")) read_match(*at, one, findings);
  if (const auto at = fields.find("upstream")) {
    one.upstream = read_distinct(*at, Limits::kUpstreamsPerServiceMax, false, parse_upstream, findings);
  }
  if (const auto at = fields.find("depends_on")) {
    one.depends_on = read_distinct(*at, Limits::kDependsOnMax, true, parse_name, findings);
  }
  read_compartment(fields, one, findings);
  if (const auto at = fields.find("lanes")) read_lanes(*at, service, findings);
  read_service_settings(fields, service, findings);
  if (const auto at = fields.find("inspection")) read_inspection(*at, one, draft, findings);
  if (!service.inspection.detection_paranoia)
    service.inspection.detection_paranoia = service.inspection.paranoia;
  service.hosts = values_of(one.hosts);
  service.paths = values_of(one.paths);
  service.upstream = values_of(one.upstream);
  service.depends_on = values_of(one.depends_on);
  return one;
}

/// What every service begins with. The lists that `defaults` may give to thousands of services stay behind in the
/// draft's policy until it is known how long they are together.
Service read_defaults(const std::optional<Spot>& spot, Draft& draft, Findings& findings) {
  Service defaults;
  if (!spot) return defaults;
  const Fields fields(*spot, kDefaultsShape, findings);
  read_service_settings(fields, defaults, findings);
  InspectionDraft unused;
  read_inspection_settings(fields, defaults.inspection, unused, draft, findings);
  draft.policy.defaults = defaults.inspection;
  defaults.inspection.rules.clear();
  defaults.inspection.exclusions.clear();
  return defaults;
}

}  // namespace

void read_services(const std::optional<Spot>& defaults_at, const std::optional<Spot>& services_at,
                   Draft& draft, Findings& findings) {
  const Service defaults = read_defaults(defaults_at, draft, findings);
  if (!services_at) return;
  for (const Spot& member : read_named(*services_at, Limits::kServicesMax, findings)) {
    draft.services.push_back(read_service(member, defaults, draft, findings));
  }
  if (services_at->node->is_mapping() && services_at->node->children.empty()) {
    findings.error(services_at->key_place(), "no service is given", "at least one: see docs/policy.md");
  }
}

}  // namespace bulkhead::policy
