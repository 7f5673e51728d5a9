// Whole files and folders.

#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::os {

/// Reads the whole file. Fails with kLimit, reading no further, when it holds more than `bytes_max`.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

/// Puts `bytes` in place of whatever `path` is: after a crash at any moment, the file is the old one or the
/// new one, whole. The file has exactly `mode`, whatever the umask. When this fails the old file stays.
///
/// Errors     kNoSpace when the disk is full.
Status write_file_atomically(const std::string& path, std::string_view bytes, mode_t mode);

/// Makes the folder, with `mode`, and the missing ones above it, with 0755, both under the umask. A folder
/// that is already there stays as it is.
Status make_folder(const std::string& path, mode_t mode);

/// Removes the file; one that is not there is fine.
Status remove_file(const std::string& path);

/// The names in a folder, sorted, without "." and "..". Fails with kLimit beyond `entries_max`.
Result<std::vector<std::string>> list_folder(const std::string& path, std::size_t entries_max);

/// Which file a path names right now: differs when another file has taken its place.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};
Result<FileIdentity> identify_file(const std::string& path);

/// When the file was last written, by the real-time clock of then.
Result<RealTime> modified_at(const std::string& path);

/// Makes what was created, renamed or removed in the folder outlive a power cut.
Status sync_folder(const std::string& path);

}  // namespace bulkhead::os
