// The doors as the daemon last published them, for one worker.

#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "os/file.h"
#include "segment/control_reader.h"

namespace bulkhead::gate {

/// Where a service's door stands now.
///
/// Deadlines run on the boot clock. After a reboot the published instants mean nothing until the daemon has published
/// anew: the doors then stand as they stood at the daemon's last sign of life before it, with drains over. Nothing
/// opens by a reboot, nor by a step of the real-time clock.
///
/// Threads    One thread.
/// Cost       step(): ten loads of one cache line.
class Doors {
 public:
  /// `boot_id` of the machine now.
  Doors(std::string path, const std::string& boot_id);

  /// Opens the segment if it is not open, or opens it anew when another file has taken its place. Fails with why not; one
  /// that was open then stays open. A system call or two: for start and ticks.
  Status open();
  bool is_open() const { return reader_.has_value(); }

  /// 0 when not open.
  std::uint64_t epoch() const { return reader_ ? reader_->epoch() : 0; }

  /// The door of the service in `slot`; nothing when the segment is not open or the cell is not that service's.
  /// `next` receives the instant of its next change by itself, if there is one.
  std::optional<segment::DoorStep> step(std::uint16_t slot, std::uint64_t name_hash, BootTime now,
                                        std::optional<BootTime>* next = nullptr) const;

  struct Found {
    std::uint16_t slot = 0;
    segment::DoorStep step;
  };
  /// The door of the service with that name, wherever its slot is: for a worker that has no image to tell it. Linear in
  /// the number of slots.
  std::optional<Found> find(std::uint64_t name_hash, BootTime now) const;

  std::optional<segment::Notice> notice(segment::NoticeIndex index) const;
  segment::BankHeader bank() const { return reader_ ? reader_->bank() : segment::BankHeader{}; }

 private:
  bool published_in_this_boot() const;

  std::string path_;
  std::array<std::uint8_t, 16> boot_id_;
  std::optional<segment::ControlReader> reader_;
  os::FileIdentity identity_;
  // Answer of published_in_this_boot() for an epoch.
  mutable std::uint64_t checked_epoch_ = 0;
  mutable bool checked_same_boot_ = false;
};

}  // namespace bulkhead::gate
