#include "cli/direct_gateway.h"

#include <algorithm>

#include "control/images/image_store.h"
#include "policy/reader.h"

namespace bulkhead::cli {

Result<DirectGateway> DirectGateway::read(const std::string& state_folder) {
  const Result<control::ImageStore> store = control::ImageStore::open(state_folder + "/images");
  if (!store) return fail_as(store);
  const Result<std::vector<control::KeptImage>> kept = store->list();
  if (!kept) return fail_as(kept);
  std::vector<control::LoadedImage> loaded;
  // Oldest first: where two images differ about a service, the newer one counts.
  for (auto image = kept->rbegin(); image != kept->rend(); ++image) {
    if (Result<control::LoadedImage> one = store->load_image(image->version))
      loaded.push_back(std::move(*one));
  }
  if (loaded.empty()) {
    return fail(ErrorCode::kUnavailable, "no image in " + state_folder +
                                             "/images can be read, so nobody can tell which doors there are");
  }
  std::vector<const program::Image*> images;
  images.reserve(loaded.size());
  for (const control::LoadedImage& one : loaded) images.push_back(&one.image);
  DirectGateway gateway;
  gateway.doors = control::door_places(images);
  // Whose gateway it is and who may act stands in the text, which may be harmed where the image is sound.
  for (const control::KeptImage& one : *kept) {
    const Result<control::LoadedImage> whole = store->load(one.version);
    const policy::Reading reading =
        whole ? policy::read_kept_policy(whole->policy_text, "policy") : policy::Reading{};
    if (!reading.policy) continue;
    gateway.gateway_id = reading.policy->gateway.id;
    gateway.operators = reading.policy->operators;
    break;
  }
  return gateway;
}

bool DirectGateway::knows(const posture::Scope& scope) const {
  if (scope.kind == posture::ScopeKind::kAll) return true;
  return std::any_of(doors.begin(), doors.end(), [&](const control::DoorPlace& door) {
    return scope.name ==
           (scope.kind == posture::ScopeKind::kService ? door.place.service : door.place.compartment);
  });
}

std::string DirectGateway::person_of(std::uint32_t uid) const {
  const auto known = std::ranges::find(operators, std::optional(uid), &policy::Operator::uid);
  return known == operators.end() || known->role == policy::Role::kAuditor ? "" : known->id;
}

Result<control::SegmentPublisher> DirectPublisher::open() const {
  Result<control::SegmentPublisher> publisher =
      control::SegmentPublisher::open(state_folder_, clock_, gateway_.gateway_id);
  if (publisher) publisher->set_doors(gateway_.doors);
  return publisher;
}

Status DirectPublisher::publish(std::span<const posture::Order> in_force, BootTime now) {
  Result<control::SegmentPublisher> publisher = open();
  return publisher ? publisher->publish(in_force, now) : fail_as(publisher);
}

Status DirectPublisher::tighten(const posture::Order& order, BootTime now) {
  Result<control::SegmentPublisher> publisher = open();
  return publisher ? publisher->tighten(order, now) : fail_as(publisher);
}

}  // namespace bulkhead::cli
