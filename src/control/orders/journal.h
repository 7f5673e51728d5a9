// The reserve: a file whose blocks were taken while there was room, so that a door can still be closed when the disk
// is full or the daemon is dead.
//
//     | header 64 B | record | record | … | zeros                        | 256 KiB in all
//     record: magic u32 | payload bytes u32 | generation u64 | number u64
//             | BLAKE2b-128 of the fields before and the payload | payload (JSON) | zeros to a multiple of 8
//
// reset() begins a new generation and blanks the rest; a crash in between leaves records that are not read again.
// The bytes are read as anybody could have written them: the folder is the daemon's own, yet disks flip bits.

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/orders/store.h"

namespace bulkhead::control {

/// One order that was taken into the reserve, with the point on both clocks at which that happened.
struct JournalRecord {
  posture::Order order{};
  Heartbeat taken{};
};

/// Threads    One thread; one writer, which daemon.lock sees to.
/// Cost       append() is one write and one sync of blocks that exist already.
/// Errors     kLimit: the journal is full. kCorrupt: not a journal of ours, or damaged; the text says where.
class Journal {
 public:
  static constexpr std::size_t kBytes = 256u << 10;
  static constexpr std::size_t kPayloadBytesMax = 32u << 10;

  struct Reading {
    /// Every whole record, in the order of writing. One that is damaged does not take the others with it: each has a
    /// checksum of its own, and what they do is tighten.
    std::vector<JournalRecord> records;
    /// Something that is not whole lies behind the last record: an append that a crash cut off (then nobody was told
    /// that it succeeded), or a last record that was damaged later.
    bool torn = false;
    /// Which records were refused and why; empty when none was.
    std::string damage{};
  };

  /// Opens the journal, or makes it (blocks written, not only reserved) where there is none. A file that is not a
  /// journal of ours is refused and left as it is.
  static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Durable when it returns success. Fails with kLimit, and changes nothing, when the record does not fit.
  Status append(const JournalRecord& record);

  const Reading& reading() const;
  bool empty() const;
  std::size_t bytes_used() const;

  /// Forgets all records; call once they are in the store. If anything was torn or damaged, a copy is kept first, as
  /// `<path>.damaged`.
  Status reset();

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
