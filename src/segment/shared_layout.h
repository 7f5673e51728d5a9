// The bytes of shared.seg: what workers tell the daemon. Each worker owns one slot; nobody else writes there.
//
//     0      SharedHeader 4 KiB
//     4 KiB  slot 0: SlotHeader 4 KiB | services 4,096 × 256 B
//            slot 1: …
//
// A slot belongs to whoever holds the write lock (open file description) on byte kLockAt + slot of the file; the
// kernel frees it when the worker dies. A new owner zeroes the gauges and goes on counting. Only pages of services
// that were asked for are ever touched, so an idle slot costs disk but no memory.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "segment/control_layout.h"
#include "segment/counters.h"

namespace bulkhead::segment {

inline constexpr std::uint64_t kSharedMagic = 0x3144'5248'5342'48ull;  // "HBSHRD1"
inline constexpr std::uint32_t kSharedLayoutVersion = 2;
/// 4 × workers, because reloads overlap.
inline constexpr std::size_t kSlotsPerWorker = 4;
inline constexpr std::size_t kSlotsMax = 512;

struct SharedHeader {
  std::uint64_t magic;
  std::uint32_t layout_version;
  std::uint32_t slots;
};

struct SlotHeader {
  std::uint64_t pid;
  std::uint64_t started_boot_ms;
  std::uint64_t heartbeat_boot_ms;
  std::uint64_t epoch_seen;          ///< Newest epoch of control.seg that this worker obeys.
  std::uint64_t image_seen;          ///< Version of the image it uses; 0: the configured one or none.
  std::uint64_t image_refused;       ///< Newest version it could not load; 0: none.
  std::uint64_t epoch_seen_mono_ns;  ///< When it first obeyed epoch_seen, monotonic clock.
  std::uint64_t services_used;       ///< Services below this number have been counted for in this slot.
  std::array<std::uint64_t, kWorkerWords> words;
};

inline constexpr std::size_t kSharedPage = 4'096;
inline constexpr std::size_t kServiceBytes = kServiceWords * 8;
static_assert(kServiceBytes == 320);
inline constexpr std::size_t kSlotBytes = kSharedPage + kServicesMax * kServiceBytes;
static_assert(sizeof(SlotHeader) <= kSharedPage);

constexpr std::size_t slot_at(std::size_t slot) { return kSharedPage + slot * kSlotBytes; }
constexpr std::size_t shared_bytes(std::size_t slots) { return slot_at(slots); }
constexpr std::size_t service_at(std::size_t slot, std::size_t service) {
  return slot_at(slot) + kSharedPage + service * kServiceBytes;
}

/// Locks lie beyond any byte that is mapped.
inline constexpr std::int64_t kLockAt = 1ll << 40;

}  // namespace bulkhead::segment
