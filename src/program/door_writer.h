// The doors of all services: which host and path prefix leads to which service, as tables of an image.

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "program/section_writer.h"
#include "program/writer.h"

namespace bulkhead::program {

/// Collects the doors of services, then writes hosts, doors and the two hash tables.
class DoorWriter {
 public:
  /// `index` is the service's place in the image.
  void add(ServiceIndex index, const ImageContents::Service& service);

  /// Fails with kConflict when two services claim one host and path. Fills in the header's hash fields.
  Status write(SectionWriter& sections, layout::Header& header);

  /// After write(): services that share a host with another one.
  const std::set<ServiceIndex>& split_services() const { return split_services_; }

 private:
  // One host, or one path prefix of a host; prefix "" is the host's root.
  struct Door {
    std::string host;
    std::string prefix;
    ServiceIndex service = 0;
    auto operator<=>(const Door&) const = default;
  };

  Status order();
  std::uint32_t host_index(const Door& door) const;
  void put_hosts_and_doors(SectionWriter& sections, layout::Header& header) const;
  std::vector<std::uint64_t> host_hashes(std::uint64_t seed) const;
  std::vector<std::uint64_t> door_hashes(std::uint64_t seed) const;
  Status put_hash_tables(SectionWriter& sections, layout::Header& header) const;

  std::vector<Door> doors_;         // After order(): by host, prefix.
  std::vector<std::string> hosts_;  // After order(): ascending.
  std::set<ServiceIndex> split_services_;
};

}  // namespace bulkhead::program
