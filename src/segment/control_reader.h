// The workers' view of control.seg.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/mapped_file.h"
#include "segment/control_content.h"

namespace bulkhead::segment {

/// One door as read at one epoch.
struct CellView {
  std::uint64_t epoch = 0;
  std::uint64_t name_hash = 0;
  std::array<std::uint64_t, kStepsMax> words{};

  /// The step that holds at `now`; nothing when the cell has none. `next` receives when it changes, if it will.
  std::optional<DoorStep> at(BootTime now, std::optional<BootTime>* next = nullptr) const;
};

/// Reads what the daemon published.
///
/// Threads    Thread-compatible; each worker has its own.
/// Cost       epoch(): one load. cell(): nine loads of one cache line. notice(): up to 4 KiB copied.
/// Errors     open() fails when neither bank is whole. Reads do not fail: a bank that changes under the reader is
///            read again, at most kTriesMax times.
class ControlReader {
 public:
  static constexpr int kTriesMax = 16;

  static Result<ControlReader> open(const std::string& path);

  std::uint64_t epoch() const;
  CellView cell(std::uint16_t slot) const;
  /// Number of slots that may hold a door.
  std::uint32_t cells() const;
  std::optional<Notice> notice(NoticeIndex index) const;
  /// Header of the bank in force.
  BankHeader bank() const;
  BootTime heartbeat_boot() const;
  RealTime heartbeat_real() const;

  /// The whole publication (for tools).
  Result<ControlContent> content() const;

 private:
  explicit ControlReader(os::MappedFile file) : file_(std::move(file)) {}

  /// Reads again while the epoch moves under it.
  template <typename Read>
  auto stable(Read read) const;

  os::MappedFile file_;
  // An epoch whose bank was not whole when the file was opened (power cut while publishing): the one before it is
  // read until the daemon publishes the next. 0: none.
  std::uint64_t damaged_epoch_ = 0;
};

}  // namespace bulkhead::segment
