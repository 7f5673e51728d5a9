#include "control/publish/door_places.h"

#include <map>
#include <string>

namespace bulkhead::control {

std::vector<DoorPlace> door_places(std::span<const program::Image* const> images) {
  std::map<program::ServiceSlot, posture::ServicePlace> by_slot;
  for (const program::Image* image : images)
    for (std::size_t i = 0; i < image->services(); ++i) {
      const auto service = image->service(static_cast<program::ServiceIndex>(i));
      by_slot[service.slot] = {std::string(service.name), std::string(service.compartment)};
    }
  std::vector<DoorPlace> places;
  places.reserve(by_slot.size());
  for (auto& [slot, place] : by_slot) places.push_back({slot, std::move(place)});
  return places;
}

}  // namespace bulkhead::control
