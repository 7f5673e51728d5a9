#include "control/images/slots.h"

#include <fmt/core.h>

#include <bitset>

namespace bulkhead::control {

Result<compile::Slots> assign_slots(const policy::Policy& policy, std::span<const LoadedImage> kept) {
  compile::Slots known;
  std::bitset<program::layout::kSlotsMax> in_use;
  for (const LoadedImage& loaded : kept) {
    for (std::size_t index = 0; index < loaded.image.services(); ++index) {
      const auto service = loaded.image.service(static_cast<program::ServiceIndex>(index));
      known.emplace(service.name, service.slot);
      in_use.set(service.slot);
    }
  }

  compile::Slots given;
  std::bitset<program::layout::kSlotsMax> taken;
  std::size_t next = 0;
  for (const auto& service : policy.services) {
    std::size_t slot = 0;
    if (const auto before = known.find(service.name); before != known.end()) {
      slot = before->second;
    } else {
      while (next < in_use.size() && in_use[next]) ++next;
      if (next == in_use.size())
        return fail(ErrorCode::kLimit,
                    fmt::format("slots: all {} are known to kept images; apply the policy without new "
                                "services first, until the old images are gone",
                                in_use.size()));
      slot = next++;
    }
    if (taken[slot])
      return fail(
          ErrorCode::kConflict,
          fmt::format("slots: kept images give slot {} to {} and to another service", slot, service.name));
    taken.set(slot);
    given.emplace(service.name, static_cast<program::ServiceSlot>(slot));
  }
  return given;
}

}  // namespace bulkhead::control
