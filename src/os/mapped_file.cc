#include "os/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "os/descriptor.h"
#include "os/failure.h"

namespace bulkhead::os {
namespace {

Status allocate(int fd, std::size_t bytes, const std::string& path) {
  int error_number = EINTR;
  while (error_number == EINTR) error_number = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes));
  if (error_number != 0) return fail_errno("allocate", path, error_number);
  return {};
}

}  // namespace

Result<MappedFile> MappedFile::open_readonly(const std::string& path) { return open(path, Access::kRead); }

Result<MappedFile> MappedFile::open_readwrite(const std::string& path) { return open(path, Access::kWrite); }

Result<MappedFile> MappedFile::copy_of(std::span<const std::byte> bytes) {
  if (bytes.empty()) return fail(ErrorCode::kInvalid, "a mapped file needs at least 1 byte");
  void* start = ::mmap(nullptr, bytes.size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return fail_errno("map", "memory", errno);
  std::memcpy(start, bytes.data(), bytes.size());
  MappedFile mapped({static_cast<std::byte*>(start), bytes.size()}, false);
  if (::mprotect(start, bytes.size(), PROT_READ) != 0) return fail_errno("protect", "memory", errno);
  return mapped;
}

Result<MappedFile> MappedFile::open(const std::string& path, Access access) {
  const int flags = access == Access::kWrite ? O_RDWR : O_RDONLY;
  // O_NONBLOCK: a pipe put in the file's place must not hang us.
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return fail_errno("open", path, errno);
  struct stat state{};
  if (::fstat(file.fd(), &state) != 0) return fail_errno("read the size of", path, errno);
  if (!S_ISREG(state.st_mode)) return fail(ErrorCode::kInvalid, "not a regular file: " + path);
  if (state.st_size == 0) return fail(ErrorCode::kCorrupt, "file is empty: " + path);
  return map(file.fd(), static_cast<std::size_t>(state.st_size), access, path);
}

Result<MappedFile> MappedFile::create(const std::string& path, std::size_t bytes, mode_t mode) {
  if (bytes == 0) return fail(ErrorCode::kInvalid, "a mapped file needs at least 1 byte: " + path);
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.is_open()) return fail_errno("create", path, errno);
  // From here on the file is ours: a failure takes it away again.
  Result<MappedFile> mapped = ::fchmod(file.fd(), mode) == 0 ? map(file.fd(), bytes, Access::kWrite, path)
                                                             : fail_errno("set the mode of", path, errno);
  if (!mapped) ::unlink(path.c_str());
  return mapped;
}

Result<MappedFile> MappedFile::map(int fd, std::size_t bytes, Access access, const std::string& path) {
  const bool writable = access == Access::kWrite;
  if (writable)
    if (auto allocated = allocate(fd, bytes, path); !allocated) return fail_as(allocated);
  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  void* start = ::mmap(nullptr, bytes, protection, MAP_SHARED, fd, 0);
  if (start == MAP_FAILED) return fail_errno("map", path, errno);
  return MappedFile({static_cast<std::byte*>(start), bytes}, writable);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})), writable_(std::exchange(other.writable_, false)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(writable_, other.writable_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

Status MappedFile::sync(std::size_t offset, std::size_t length) const {
  if (length == 0) return {};
  BULKHEAD_ASSERT(offset < bytes_.size() && length <= bytes_.size() - offset);
  // msync wants a page boundary.
  static const std::size_t page_bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t start = offset - offset % page_bytes;
  if (::msync(bytes_.data() + start, offset + length - start, MS_SYNC) != 0)
    return fail_errno("sync", "mapped file", errno);
  return {};
}

}  // namespace bulkhead::os
