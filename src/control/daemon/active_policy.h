// The policy in force: the image that workers run and the text it was compiled from.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/daemon/snapshot.h"
#include "control/images/image_store.h"
#include "control/orders/order_book.h"
#include "control/publish/door_places.h"
#include "policy/policy.h"

namespace bulkhead::control {

struct ActivePolicy {
  std::uint64_t version = 0;
  LoadedImage loaded;  ///< Without its policy_text, which was read.
  std::shared_ptr<const policy::Policy> policy;
};

/// Image and policy of `version`, verified, and made for each other.
Result<ActivePolicy> load_active(const ImageStore& images, std::uint64_t version);

/// What a daemon that starts goes on with.
struct FoundPolicy {
  std::optional<ActivePolicy> active;  ///< Nothing when no image can be used.
  /// Why it is not the one that was in force; for people.
  std::vector<std::string> warnings;
};

/// The image in force; when that cannot be used, the newest one that can.
FoundPolicy find_active(const ImageStore& images);

/// The doors of every kept image that can be read: a worker may be using any of them.
Result<std::vector<DoorPlace>> doors_of_kept(const ImageStore& images);

/// The newest image whose own bytes are sound, whatever became of its text. Nothing when there is none.
std::optional<LoadedImage> newest_readable(const ImageStore& images);

/// What an image tells the book when no policy can be read: its doors can be closed, by root alone, because nobody is known. How
/// critical a service is stands in the policy only; so each counts as essential.
PolicyView view_of(const program::Image& image);

ImageNow describe(const ActivePolicy& active, bool staged);

}  // namespace bulkhead::control
