// A worker's own slot of shared.seg.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "segment/shared_layout.h"

namespace bulkhead::segment {

/// Makes shared.seg with room for `slots`, or enlarges it; never shrinks it, and keeps what was counted. A file of
/// another layout is replaced, not overwritten: whoever has it mapped goes on. Called by
/// nginx's master, which may be root: the file is then given to the workers' `owner_uid` (-1 leaves it), and to the group of
/// its folder, so that the daemon can read it. Mode 0660.
Status prepare_shared(const std::string& path, std::size_t slots, std::int64_t owner_uid);

/// Where one worker counts.
///
/// Ownership  Holds the slot's lock until destroyed or until the process dies, however it dies.
/// Threads    One thread writes. The daemon may read at any time.
/// Cost       add() and set() are a load and a store, no locked instruction; they touch one cache line.
/// Errors     claim() fails with kLimit when every slot has an owner. A worker without a slot counts into memory of
///            its own (detached()), so that counting never decides whether a request is served.
class WorkerSlot {
 public:
  static Result<WorkerSlot> claim(const std::string& path, std::uint64_t pid, BootTime now);
  static WorkerSlot detached();

  WorkerSlot(WorkerSlot&&) noexcept;
  WorkerSlot& operator=(WorkerSlot&&) noexcept;
  ~WorkerSlot();

  bool is_detached() const { return claim_ == nullptr; }
  std::uint32_t index() const { return index_; }

  void add(std::uint16_t service, ServiceCounter counter, std::uint64_t by = 1) noexcept;
  /// For gauges.
  void subtract(std::uint16_t service, ServiceCounter counter, std::uint64_t by = 1) noexcept;
  void add_latency(std::uint16_t service, Nanoseconds latency) noexcept;
  void add(WorkerCounter counter, std::uint64_t by = 1) noexcept;

  void heartbeat(BootTime now) noexcept;
  void epoch_seen(std::uint64_t epoch, MonoTime now) noexcept;
  void image_seen(std::uint64_t version) noexcept;
  void image_refused(std::uint64_t version) noexcept;

 private:
  struct Claim;
  WorkerSlot(std::unique_ptr<Claim> claim, std::unique_ptr<std::byte[]> own, std::byte* base,
             std::uint32_t index);

  std::byte* word(std::uint16_t service, std::size_t counter) noexcept;
  void begin(std::uint64_t pid, BootTime now) noexcept;

  std::unique_ptr<Claim> claim_;
  std::unique_ptr<std::byte[]> own_;
  std::byte* base_ = nullptr;
  std::uint32_t index_ = 0;
  // Services below this number may have been counted for; as SlotHeader::services_used.
  std::uint64_t services_used_ = 0;
};

}  // namespace bulkhead::segment
