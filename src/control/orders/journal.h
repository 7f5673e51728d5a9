// The reserve: a file whose blocks were taken while there was room, so that a door can still be closed when the disk
// is full or the daemon is dead.
//
//     | header 64 B | record | record | … | zeros                                    | 256 KiB in all
//     record: magic u32 | payload bytes u32 | generation u64 | number u64 | BLAKE2b-128 of all that | payload | pad to 8
//
// reset() begins a new generation, so records of the last one are not read again even though their bytes remain.

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
  posture::Order order;
  Heartbeat taken;
};

/// Threads    One thread; one writer, which daemon.lock sees to.
/// Cost       append() is one write and one sync of blocks that exist already.
/// Errors     kLimit: the journal is full. kCorrupt: not a journal of ours, or damaged; the text says where.
class Journal {
 public:
  static constexpr std::size_t kBytes = 256u << 10;
  static constexpr std::size_t kPayloadBytesMax = 32u << 10;

  struct Reading {
    /// Every whole record from the start to the first that is not.
    std::vector<JournalRecord> records;
    /// The last append was cut off by a crash: nobody was told that it succeeded, so it is left out.
    bool torn = false;
    /// Why reading stopped though there was more; empty when there was not.
    std::string damage;
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

  /// Forgets all records; call once they are in the store. Damaged bytes are set aside first, as `<path>.damaged`.
  Status reset();

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
