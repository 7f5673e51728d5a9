// What `close --direct` must know of the gateway without asking its daemon: doors and gateway id, from the kept images.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control/orders/publisher.h"
#include "control/publish/door_places.h"
#include "control/publish/segment_publisher.h"
#include "os/clock.h"
#include "policy/policy.h"

namespace bulkhead::cli {

struct DirectGateway {
  std::vector<control::DoorPlace>
      doors;  ///< Of every kept image that is whole: workers may be using any of them.
  std::uint16_t gateway_id = 1;
  std::vector<policy::Operator> operators{};  ///< Of the newest policy that can be read.

  /// Fails when not one image can be read: then nobody could tell which doors there are.
  static Result<DirectGateway> read(const std::string& state_folder);

  bool knows(const posture::Scope& scope) const;

  /// The operator with this uid in the newest policy that can be read; empty when there is none, and for an auditor, who does
  /// not act.
  std::string person_of(std::uint32_t uid) const;
};

/// Opens control.seg only when there is something to publish, which is after control::close_direct took the daemon's lock:
/// until then the segment is the daemon's.
class DirectPublisher final : public control::Publisher {
 public:
  DirectPublisher(std::string state_folder, const DirectGateway& gateway, const os::Clock& clock)
      : state_folder_(std::move(state_folder)), gateway_(gateway), clock_(clock) {}

  Status publish(std::span<const posture::Order> in_force, BootTime now) override;
  Status tighten(const posture::Order& order, BootTime now) override;

 private:
  Result<control::SegmentPublisher> open() const;

  std::string state_folder_;
  const DirectGateway& gateway_;
  const os::Clock& clock_;
};

}  // namespace bulkhead::cli
