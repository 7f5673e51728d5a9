#include "program/image.h"
#include "program/image_read.h"

namespace bulkhead::program {

Image::Home Image::home(ServiceIndex index) const {
  using layout::Section;
  const std::size_t hosts = section(Section::kHosts).count;
  const auto is_wildcard = [](std::string_view host) { return host.starts_with('.'); };
  for (std::size_t i = 0; i < hosts; ++i) {
    const auto host = record<layout::HostRecord>(Section::kHosts, i);
    if (host.root_service == index && !is_wildcard(string(host.name))) return {string(host.name), "/"};
  }
  Home best;
  for (std::size_t i = 0; i < section(Section::kDoors).count; ++i) {
    const auto door = record<layout::DoorRecord>(Section::kDoors, i);
    if (door.service != index || door.host >= hosts) continue;
    const std::string_view host = string(record<layout::HostRecord>(Section::kHosts, door.host).name);
    const std::string_view path = string(door.path);
    if (!is_wildcard(host) && (best.host.empty() || path.size() < best.path.size())) best = {host, path};
  }
  return best;
}

}  // namespace bulkhead::program
