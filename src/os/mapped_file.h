// A file as memory.

#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>
#include <string>

#include "base/result.h"

namespace bulkhead::os {

/// A whole file mapped shared: what one process writes, all that map it see.
///
/// Writable mappings have every block allocated beforehand, so a write never meets a full disk later (which
/// would arrive as SIGBUS). A file that somebody else shortens afterwards does still raise SIGBUS: files
/// that are mapped are replaced by rename, never truncated.
///
/// Ownership  Unmaps on destruction; spans of its bytes end with it. Moving keeps them valid.
/// Threads    Thread-compatible; the bytes themselves are shared memory.
class MappedFile {
 public:
  /// Maps an existing file. Fails with kCorrupt when it is empty.
  static Result<MappedFile> open_readonly(const std::string& path);
  static Result<MappedFile> open_readwrite(const std::string& path);
  /// A copy of `bytes`, read-only and behind no file: for what takes a mapped file and was made in memory.
  static Result<MappedFile> copy_of(std::span<const std::byte> bytes);

  /// Makes a new file of `bytes` zero bytes with exactly `mode`. Fails with kConflict when `path` exists,
  /// with kNoSpace when the disk cannot hold it; then no file is left behind.
  static Result<MappedFile> create(const std::string& path, std::size_t bytes, mode_t mode);

  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::span<const std::byte> bytes() const { return bytes_; }

  /// Empty when the file was opened read-only.
  std::span<std::byte> writable_bytes() const { return writable_ ? bytes_ : std::span<std::byte>{}; }

  /// Returns when what was written is on the disk.
  Status sync() const { return sync(0, bytes_.size()); }
  Status sync(std::size_t offset, std::size_t length) const;

 private:
  enum class Access { kRead, kWrite };

  static Result<MappedFile> open(const std::string& path, Access access);
  static Result<MappedFile> map(int fd, std::size_t bytes, Access access, const std::string& path);

  MappedFile(std::span<std::byte> bytes, bool writable) : bytes_(bytes), writable_(writable) {}

  std::span<std::byte> bytes_;
  bool writable_ = false;
};

}  // namespace bulkhead::os
