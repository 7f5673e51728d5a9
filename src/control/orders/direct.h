// `bulkhead close --direct`: tightening while the daemon is dead.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "control/orders/publisher.h"
#include "posture/order.h"

namespace bulkhead::os {
class Clock;
class Random;
}  // namespace bulkhead::os

namespace bulkhead::control {

struct DirectRequest {
  posture::Order
      order{};  ///< scope, level, cause, reason, until (as `lasts`), drain; the rest is filled in here.
  std::optional<Milliseconds> lasts{};
  std::uint32_t uid = 0;
  /// The operator that the policy knows by that uid; empty when it knows none.
  std::string person{};
};

struct DirectParts {
  std::filesystem::path state_folder{};
  Publisher& publisher;
  os::Clock& clock;
  os::Random& random;
  std::uint16_t gateway_id = 1;
  /// True when the image or control.seg knows the scope; without it any well-formed scope is taken.
  std::function<bool(const posture::Scope&)> scope_known{};
};

struct DirectOutcome {
  posture::Order order{};
  /// False: the database could not be read, so only this order's doors were tightened.
  bool all_orders_known = true;
  /// Text for the person when something is not as it should be; empty otherwise.
  std::string warning{};
};

/// Takes the daemon's lock, writes the order to the reserve journal, publishes. The author is the
/// person, or "direct:<uid>" where none is known, and the
/// order counts as given alone. Fails with kConflict while a daemon runs (it is to be asked instead), kDenied for
/// an order that loosens, kLimit when the journal is full.
Result<DirectOutcome> close_direct(const DirectParts& parts, const DirectRequest& request);

}  // namespace bulkhead::control
