#include "os/file_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "os/failure.h"
#include "os/file.h"

namespace bulkhead::os {
namespace {

// To fcntl, length 0 is "to the end, however it grows".
constexpr ByteRange kWholeFile{.offset = 0, .length = 0};
constexpr std::size_t kPidBytesMax = 32;

struct flock request_of(ByteRange range) {
  struct flock request{};
  request.l_type = F_WRLCK;
  request.l_whence = SEEK_SET;
  request.l_start = range.offset;
  request.l_len = range.length;
  request.l_pid = 0;  // as open-file-description locks demand
  return request;
}

// Zero, or the errno.
int try_lock(int fd, ByteRange range) {
  struct flock request = request_of(range);
  return ::fcntl(fd, F_OFD_SETLK, &request) == 0 ? 0 : errno;
}

bool means_held(int error_number) { return error_number == EAGAIN || error_number == EACCES; }

void write_pid(int fd) {
  const std::string text = fmt::format("{}\n", ::getpid());
  // The pid is a courtesy to whoever is refused: the lock holds without it, also on a full disk.
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) < 0) return;
}

std::string holder_of(const std::string& path) {
  const std::optional<pid_t> pid = FileLock::holder(path);
  return pid ? fmt::format("process {}", *pid) : std::string("another process");
}

}  // namespace

Result<FileLock> FileLock::try_exclusive(const std::string& path, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.is_open()) return fail_errno("open", path, errno);
  const int refused = try_lock(file.fd(), kWholeFile);
  if (means_held(refused))
    return fail(ErrorCode::kConflict, fmt::format("{} is locked by {}", path, holder_of(path)));
  if (refused != 0) return fail_errno("lock", path, refused);
  write_pid(file.fd());
  return FileLock(std::move(file));
}

std::optional<pid_t> FileLock::holder(const std::string& path) {
  const auto text = read_file(path, kPidBytesMax);
  pid_t pid = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), pid);
  return error == std::errc() && pid > 0 ? std::optional(pid) : std::nullopt;
}

Result<FileLock> FileLock::try_exclusive_bytes(const std::string& path, ByteRange range) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.is_open()) return fail_errno("open", path, errno);
  const int refused = try_lock(file.fd(), range);
  if (means_held(refused)) {
    return fail(ErrorCode::kConflict, fmt::format("bytes {} to {} of {} are locked by another process",
                                                  range.offset, range.offset + range.length - 1, path));
  }
  if (refused != 0) return fail_errno("lock", path, refused);
  return FileLock(std::move(file));
}

Result<bool> FileLock::is_held(const std::string& path, ByteRange range) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.is_open()) return fail_errno("open", path, errno);
  struct flock request = request_of(range);
  if (::fcntl(file.fd(), F_OFD_GETLK, &request) != 0) return fail_errno("look at the lock of", path, errno);
  return request.l_type != F_UNLCK;
}

}  // namespace bulkhead::os
