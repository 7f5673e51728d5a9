// Orders and images → control.seg: where the control plane meets the workers.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "control/orders/publisher.h"
#include "control/publish/door_places.h"
#include "os/clock.h"
#include "segment/control_writer.h"

namespace bulkhead::control {

/// Publishes for all workers of a state folder. Whoever has one must hold daemon.lock.
///
/// Threads    One thread.
/// Cost       A publication costs services × orders in memory, one store that workers see at once, and one sync.
/// Errors     Nothing is half-published. A publication that workers see but the disk did not take is a failure (kSystem),
///            and is tried again by the next one.
class SegmentPublisher final : public Publisher {
 public:
  /// Takes up what was published last, so that images and doors are known before anybody says so.
  static Result<SegmentPublisher> open(const std::string& state_folder, const os::Clock& clock,
                                       std::uint16_t gateway_id);

  /// The doors to publish from now on. Takes effect with the next publication.
  ///
  /// A door that was published and is not among them (its image cannot be read any more, or no image has it) stays as it was:
  /// a worker that still uses such an image must not find it gone. Only orders over everything make it stricter.
  void set_doors(std::vector<DoorPlace> doors);
  const std::vector<DoorPlace>& doors() const { return doors_; }
  void set_keys(const std::array<segment::SegmentKey, 2>& keys) { content_.local_keys = keys; }

  Status publish(std::span<const posture::Order> in_force, BootTime now) override;
  Status tighten(const posture::Order& order, BootTime now) override;

  /// All workers use `version` from now on; ends a staging.
  Status publish_image(std::uint64_t version);
  /// Only the worker in `slot` uses `version`; the others stay.
  Status stage_image(std::uint64_t version, std::uint32_t slot);
  /// The staged worker goes back.
  Status unstage_image();
  /// Publishes again as it was, with new keys for example.
  Status republish();

  std::uint64_t image_version() const { return content_.image_version; }
  bool is_staged() const { return content_.staged_version != 0; }
  std::uint64_t epoch() const { return writer_.epoch(); }
  /// When the newest publication became visible.
  MonoTime published_at() const { return published_at_; }
  void heartbeat() { writer_.heartbeat(clock_->boot_now(), clock_->real_now()); }

 private:
  SegmentPublisher(segment::ControlWriter writer, const os::Clock& clock)
      : writer_(std::move(writer)), clock_(&clock) {}

  Status write();
  segment::Door still_as_it_was(const segment::Door& orphan, std::span<const posture::Order> in_force,
                                BootTime now) const;

  segment::ControlWriter writer_;
  const os::Clock* clock_;
  segment::ControlContent content_;
  std::vector<DoorPlace> doors_;
  std::vector<segment::Door> orphans_;  ///< Published before, and none of doors_.
  MonoTime published_at_;
};

}  // namespace bulkhead::control
