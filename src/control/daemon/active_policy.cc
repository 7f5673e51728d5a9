#include "control/daemon/active_policy.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "os/sha256.h"
#include "policy/reader.h"

namespace bulkhead::control {

Result<ActivePolicy> load_active(const ImageStore& images, std::uint64_t version) {
  auto loaded = images.load(version);
  if (!loaded) return fail_as(loaded);
  const std::string text = std::exchange(loaded->policy_text, {});
  policy::Reading reading = policy::read_kept_policy(text, images.policy_path(version));
  if (!reading.policy) {
    const std::string first = reading.diagnostics.empty() ? "" : ": " + reading.diagnostics.front().message;
    return fail(
        ErrorCode::kCorrupt,
        fmt::format("the policy kept with image {} cannot be read by this version{}", version, first));
  }
  return ActivePolicy{version, std::move(*loaded),
                      std::make_shared<const policy::Policy>(std::move(*reading.policy))};
}

FoundPolicy find_active(const ImageStore& images) {
  FoundPolicy found;
  std::vector<std::uint64_t> candidates;
  const auto current = images.current();
  if (!current)
    found.warnings.push_back(
        fmt::format("which image is in force cannot be read: {}", current.error().message));
  else if (*current)
    candidates.push_back(**current);
  const auto kept = images.list();
  if (!kept)
    found.warnings.push_back(fmt::format("the kept images cannot be listed: {}", kept.error().message));
  else
    for (const KeptImage& image : *kept)
      if (image.damage.empty() && std::ranges::find(candidates, image.version) == candidates.end())
        candidates.push_back(image.version);
  for (const std::uint64_t version : candidates) {
    auto active = load_active(images, version);
    if (active) {
      if (!found.warnings.empty()) found.warnings.push_back(fmt::format("image {} is used instead", version));
      found.active = std::move(*active);
      return found;
    }
    found.warnings.push_back(fmt::format("image {} cannot be used: {}", version, active.error().message));
  }
  return found;
}

Result<std::vector<DoorPlace>> doors_of_kept(const ImageStore& images) {
  std::vector<LoadedImage> loaded;
  const auto kept = images.list();
  if (!kept) return fail_as(kept);
  // Oldest first: where two images differ about a compartment, the newest counts. A worker may use one whose text is harmed.
  for (auto image = kept->rbegin(); image != kept->rend(); ++image)
    if (auto one = images.load_image(image->version)) loaded.push_back(std::move(*one));
  std::vector<const program::Image*> all;
  for (const LoadedImage& image : loaded) all.push_back(&image.image);
  return door_places(all);
}

std::optional<LoadedImage> newest_readable(const ImageStore& images) {
  const auto kept = images.list();
  if (!kept) return std::nullopt;
  for (const KeptImage& image : *kept)
    if (auto one = images.load_image(image.version)) return std::move(*one);
  return std::nullopt;
}

PolicyView view_of(const program::Image& image) {
  PolicyView view;
  for (std::size_t i = 0; i < image.services(); ++i) {
    const auto service = image.service(static_cast<program::ServiceIndex>(i));
    posture::ServiceFacts facts;
    facts.place = {std::string(service.name), std::string(service.compartment)};
    facts.criticality = posture::Criticality::kEssential;
    view.services.push_back(std::move(facts));
  }
  return view;
}

ImageNow describe(const ActivePolicy& active, bool staged) {
  const program::Image& image = active.loaded.image;
  return {active.version, os::hex(image.digest()), os::hex(image.policy_digest()), staged};
}

}  // namespace bulkhead::control
