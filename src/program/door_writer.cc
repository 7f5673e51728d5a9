#include "program/door_writer.h"

#include <fmt/core.h>

#include <algorithm>

#include "program/hash_table.h"
#include "program/key_hash.h"

namespace bulkhead::program {

using layout::Section;

namespace {

// With at most half the slots used, linear probing rarely needs more than one or two seeds; sizes double
// after these.
constexpr std::uint64_t kSeedsPerSize = 16;
constexpr int kSizesMax = 4;

std::string host_key(const std::string& host) { return host.starts_with("*.") ? host.substr(1) : host; }

std::string prefix_key(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  return path;
}

std::size_t segments(std::string_view prefix) {
  return static_cast<std::size_t>(std::ranges::count(prefix, '/'));
}

}  // namespace

void DoorWriter::add(ServiceIndex index, const ImageContents::Service& service) {
  for (const std::string& host : service.hosts)
    for (const std::string& path : service.paths) doors_.push_back({host_key(host), prefix_key(path), index});
}

Status DoorWriter::order() {
  std::ranges::sort(doors_);
  const auto again = std::ranges::unique(doors_);
  doors_.erase(again.begin(), again.end());
  for (std::size_t at = 0; at < doors_.size(); ++at) {
    const Door& door = doors_[at];
    if (segments(door.prefix) > layout::kPathSegmentsMax)
      return fail(ErrorCode::kLimit,
                  fmt::format("image: path {} has {} segments, at most {} fit", door.prefix,
                              segments(door.prefix), layout::kPathSegmentsMax));
    if (hosts_.empty() || hosts_.back() != door.host) hosts_.push_back(door.host);
    if (at == 0 || doors_[at - 1].host != door.host) continue;
    if (doors_[at - 1].prefix == door.prefix)
      return fail(ErrorCode::kConflict,
                  fmt::format("image: two services claim {}{}/", door.host, door.prefix));
    if (doors_[at - 1].service != door.service)
      split_services_.insert({doors_[at - 1].service, door.service});
  }
  return {};
}

std::uint32_t DoorWriter::host_index(const Door& door) const {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(hosts_, door.host) - hosts_.begin());
}

void DoorWriter::put_hosts_and_doors(SectionWriter& sections, layout::Header& header) const {
  std::vector<layout::HostRecord> hosts;
  for (const std::string& host : hosts_) {
    hosts.push_back({.name = sections.intern(host), .root_service = kNoService, .path_segments_max = 0});
    if (!host.starts_with('.')) continue;
    const auto labels = static_cast<std::uint32_t>(std::ranges::count(host, '.'));
    header.wildcard_labels_max = std::max(header.wildcard_labels_max, labels);
  }
  for (const Door& door : doors_) {
    layout::HostRecord& host = hosts[host_index(door)];
    if (door.prefix.empty()) {
      host.root_service = door.service;
      continue;
    }
    host.path_segments_max =
        std::max(host.path_segments_max, static_cast<std::uint16_t>(segments(door.prefix)));
    sections.put(Section::kDoors, layout::DoorRecord{.path = sections.intern(door.prefix),
                                                     .host = host_index(door),
                                                     .service = door.service});
  }
  for (const auto& host : hosts) sections.put(Section::kHosts, host);
}

std::vector<std::uint64_t> DoorWriter::host_hashes(std::uint64_t seed) const {
  std::vector<std::uint64_t> hashes;
  for (const std::string& host : hosts_) {
    KeyHash hash(seed);
    hash.add(host);
    hashes.push_back(hash.value());
  }
  return hashes;
}

std::vector<std::uint64_t> DoorWriter::door_hashes(std::uint64_t seed) const {
  std::vector<std::uint64_t> hashes;
  for (const Door& door : doors_) {
    if (door.prefix.empty()) continue;
    KeyHash hash(seed);
    hash.add(std::uint64_t{host_index(door)});
    for (std::size_t begin = 1; begin <= door.prefix.size();) {
      const std::size_t end = std::min(door.prefix.find('/', begin), door.prefix.size());
      hash.add(std::string_view(door.prefix).substr(begin, end - begin));
      begin = end + 1;
    }
    hashes.push_back(hash.value());
  }
  return hashes;
}

// Both tables share a seed, so that a look-up reads one. The first that fits is taken: the same for the same
// doors.
Status DoorWriter::put_hash_tables(SectionWriter& sections, layout::Header& header) const {
  const std::uint32_t doors = sections.count(Section::kDoors);
  for (int doubled = 0; doubled < kSizesMax; ++doubled) {
    for (std::uint64_t seed = 0; seed < kSeedsPerSize; ++seed) {
      const auto host_table = place_all(host_hashes(seed), slots_for(hosts_.size()) << doubled);
      const auto door_table = place_all(door_hashes(seed), slots_for(doors) << doubled);
      if (!host_table || !door_table) continue;
      for (const auto& slot : *host_table) sections.put(Section::kHostSlots, slot);
      for (const auto& slot : *door_table) sections.put(Section::kDoorSlots, slot);
      header.hash_seed = seed;
      header.probes_max = layout::kProbesMax;
      return {};
    }
  }
  return fail(ErrorCode::kLimit,
              fmt::format("image: no hash seed places {} hosts and {} paths within {} probes", hosts_.size(),
                          doors, layout::kProbesMax));
}

Status DoorWriter::write(SectionWriter& sections, layout::Header& header) {
  if (Status ok = order(); !ok) return ok;
  put_hosts_and_doors(sections, header);
  return put_hash_tables(sections, header);
}

}  // namespace bulkhead::program
