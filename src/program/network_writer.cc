#include "program/network_writer.h"

#include <algorithm>
#include <utility>

namespace bulkhead::program {

using layout::Section;

namespace {

using LaneNetwork = std::pair<Network, std::uint8_t>;

std::vector<LaneNetwork> sorted_networks(const ImageContents::Service& service) {
  std::vector<LaneNetwork> networks;
  for (std::size_t lane = 0; lane < service.lanes.size(); ++lane)
    for (const Network& network : service.lanes[lane].networks)
      networks.emplace_back(network, static_cast<std::uint8_t>(lane));
  std::ranges::sort(networks);
  const auto again = std::ranges::unique(networks, {}, &LaneNetwork::first);
  networks.erase(again.begin(), again.end());
  return networks;
}

}  // namespace

void put_lanes(const ImageContents::Service& service, SectionWriter& sections,
               layout::ServiceRecord& record) {
  record.lanes_first = sections.count(Section::kLanes);
  record.lanes = static_cast<std::uint16_t>(service.lanes.size());
  for (const auto& lane : service.lanes) sections.put(Section::kLanes, sections.intern(lane.name));

  const std::vector<LaneNetwork> networks = sorted_networks(service);
  record.networks_first = sections.count(Section::kNetworks);
  record.networks = static_cast<std::uint16_t>(networks.size());
  std::vector<std::uint16_t> around;  // Networks that contain the current one, as index + 1, narrowest last.
  for (std::size_t at = 0; at < networks.size(); ++at) {
    const auto& [network, lane] = networks[at];
    while (!around.empty() && !networks[around.back() - 1u].first.contains(network.address))
      around.pop_back();
    sections.put(Section::kNetworks,
                 layout::NetworkRecord{.address = network.address.bytes,
                                       .prefix_bits = network.prefix_bits,
                                       .lane = lane,
                                       .parent = around.empty() ? std::uint16_t{0} : around.back()});
    around.push_back(static_cast<std::uint16_t>(at + 1));
  }
}

}  // namespace bulkhead::program
