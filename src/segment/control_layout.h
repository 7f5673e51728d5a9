// The bytes of control.seg: what the daemon tells the workers. One writer (whoever holds daemon.lock), any
// number of readers that map it read-only.
//
//     0      Header       4 KiB  magic, layout version, epoch, heartbeat
//     4 KiB  bank 0  ┐           BankHeader 4 KiB | cells 4,096 × 64 B | notices 512 × 4 KiB
//            bank 1  ┘
//
// Epoch e lives in bank e & 1. To publish, the writer fills the bank that nobody reads, then stores epoch + 1:
// one store makes everything visible at once, and a writer that dies before it has changed nothing. A reader
// copies what it needs and looks at the epoch again; equal means the bank was not touched meanwhile.
//
// Every block of the file is allocated when it is made: a full disk can not keep an order from the workers.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "segment/step_word.h"

namespace bulkhead::segment {

inline constexpr std::uint64_t kControlMagic = 0x314c525443'4842ull;  // "BHCTRL1"
inline constexpr std::uint32_t kControlLayoutVersion = 1;

inline constexpr std::size_t kServicesMax = 4'096;
inline constexpr std::size_t kStepsMax = 7;
inline constexpr std::size_t kNoticesMax = 512;
inline constexpr std::size_t kNoticeBytes = 4'096;
static_assert(kNoticesMax <= kNoticeIndexMax);

/// The door of one service: what holds from when. steps[0] holds already; unused words are 0.
struct Cell {
  std::uint64_t name_hash;  ///< hash_name() of the service; 0 when the slot is free.
  std::array<std::uint64_t, kStepsMax> steps;
};
static_assert(sizeof(Cell) == 64);

/// A secret that only workers and daemon of this gateway share. Never in image, dump or log.
struct SegmentKey {
  std::uint32_t id;
  std::uint32_t reserved;
  std::array<std::uint8_t, 32> bytes;
};

struct BankHeader {
  std::uint64_t epoch;
  std::uint64_t checksum;  ///< BLAKE2b-64 over header (this field 0), cells and notices in use.
  std::array<std::uint8_t, 16> boot_id;
  std::int64_t anchor_boot_ms;  ///< One moment on both clocks: turns deadlines into text.
  std::int64_t anchor_real_ms;
  std::uint64_t image_version;   ///< images/NNNNNN.img that all workers use; 0: the configured one.
  std::uint64_t staged_version;  ///< While publishing: the version that only `staged_slot` uses.
  std::uint32_t staged_slot;
  std::uint32_t cells;    ///< Cells in use: slots below this number.
  std::uint32_t notices;  ///< Notices in use, [0] never is.
  std::uint32_t gateway_id;
  std::array<SegmentKey, 2> local_keys;  ///< [0] current, [1] previous; id 0: none.
};
static_assert(sizeof(BankHeader) <= 4'096);

/// What people are told of one order.
struct NoticeHeader {
  std::uint64_t order_high;
  std::uint64_t order_low;
  std::int64_t since_real_ms;
  std::int64_t until_real_ms;  ///< 0: not known.
  std::uint32_t texts;         ///< Then as often: language (12 bytes, 0-padded), u16 length, bytes.
  std::uint32_t reserved;
};

struct ControlHeader {
  std::uint64_t magic;
  std::uint32_t layout_version;
  std::uint32_t services_max;
  std::uint64_t file_bytes;
  std::uint64_t epoch;             ///< atomic
  std::int64_t heartbeat_boot_ms;  ///< atomic; last sign of life of the writer
  std::int64_t heartbeat_real_ms;  ///< atomic
};

inline constexpr std::size_t kControlPage = 4'096;
inline constexpr std::size_t kCellsBytes = kServicesMax * sizeof(Cell);
inline constexpr std::size_t kBankBytes = kControlPage + kCellsBytes + kNoticesMax * kNoticeBytes;
inline constexpr std::size_t kControlBytes = kControlPage + 2 * kBankBytes;
inline constexpr std::size_t kNoticeTextBytesMax = kNoticeBytes - sizeof(NoticeHeader);

constexpr std::size_t bank_at(std::uint64_t epoch) { return kControlPage + (epoch & 1) * kBankBytes; }
constexpr std::size_t cells_at(std::uint64_t epoch) { return bank_at(epoch) + kControlPage; }
constexpr std::size_t notice_at(std::uint64_t epoch, std::size_t index) {
  return cells_at(epoch) + kCellsBytes + index * kNoticeBytes;
}

}  // namespace bulkhead::segment
