// Locks that the kernel gives back when their holder dies.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "os/descriptor.h"

namespace bulkhead::os {

/// Which bytes of a file a lock is about; they need not exist.
struct ByteRange {
  std::int64_t offset = 0;
  std::int64_t length = 1;
};

/// An exclusive lock on a file or on some of its bytes (an open-file-description lock, fcntl(2)).
///
/// Held until destruction or the death of the process, however it dies. Other than with POSIX record locks,
/// another descriptor of the same file that is closed somewhere in the process does not lose it, and a
/// second lock from within the same process is refused like anyone's. A child made by fork() holds it too.
class FileLock {
 public:
  /// Locks a file that exists to be locked, making it with `mode` when missing. It holds the holder's pid
  /// as text. Fails with kConflict, naming the pid, when somebody has it. Never waits. Works on a full
  /// disk; then the pid may be missing.
  static Result<FileLock> try_exclusive(const std::string& path, mode_t mode = 0600);

  /// The pid that whoever holds try_exclusive's lock on this file has written into it; empty when it could not, or
  /// has not yet. Holds as long as the lock is held: ask right after a refusal.
  static std::optional<pid_t> holder(const std::string& path);

  /// Locks some bytes of an existing file that belongs to another purpose, writing nothing to it.
  static Result<FileLock> try_exclusive_bytes(const std::string& path, ByteRange range);

  /// True when anybody, this process too, holds one of these bytes.
  static Result<bool> is_held(const std::string& path, ByteRange range);

 private:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}

  Descriptor file_;
};

}  // namespace bulkhead::os
