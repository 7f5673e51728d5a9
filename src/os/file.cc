#include "os/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include "os/descriptor.h"
#include "os/failure.h"

namespace bulkhead::os {
namespace {

constexpr std::size_t kReadStepBytes = 64 * 1024;
constexpr mode_t kParentMode = 0755;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// Fills the new file and moves it over `path`. The caller removes `temporary` when this fails.
Status fill_and_rename(const Descriptor& file, const std::string& temporary, const std::string& path,
                       std::string_view bytes, mode_t mode) {
  if (::fchmod(file.fd(), mode) != 0) return fail_errno("set the mode of", temporary, errno);
  if (auto written = write_all(file.fd(), bytes, temporary); !written) return written;
  if (::fsync(file.fd()) != 0) return fail_errno("sync", temporary, errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail_errno("replace", path, errno);
  return {};
}

bool is_folder(const std::string& path) {
  struct stat state{};
  return ::stat(path.c_str(), &state) == 0 && S_ISDIR(state.st_mode);
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return fail_errno("open", path, errno);
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    // One byte more than allowed is asked for, to tell a file that is exactly full from a larger one.
    const std::size_t wanted = std::min(kReadStepBytes, bytes_max - before + 1);
    bytes.resize(before + wanted);
    const ssize_t got = ::read(file.fd(), bytes.data() + before, wanted);
    const int error_number = errno;
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error_number == EINTR) continue;
    if (got < 0) return fail_errno("read", path, error_number);
    if (got == 0) {
      bytes.shrink_to_fit();
      return bytes;
    }
    if (bytes.size() > bytes_max)
      return fail(ErrorCode::kLimit, fmt::format("file is larger than {} bytes: {}", bytes_max, path));
  }
}

Status write_file_atomically(const std::string& path, std::string_view bytes, mode_t mode) {
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return fail_errno("create a file beside", path, errno);
  if (auto filled = fill_and_rename(file, temporary, path, bytes, mode); !filled) {
    ::unlink(temporary.c_str());
    return filled;
  }
  return sync_folder(folder_of(path));
}

Status make_folder(const std::string& path, mode_t mode) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string parent = path.substr(0, slash);
    if (::mkdir(parent.c_str(), kParentMode) != 0 && !is_folder(parent))
      return fail_errno("make folder", parent, errno);
  }
  if (::mkdir(path.c_str(), mode) != 0) {
    const int error_number = errno;
    if (!is_folder(path)) return fail_errno("make folder", path, error_number);
  }
  return {};
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return fail_errno("remove", path, errno);
  return {};
}

Result<std::vector<std::string>> list_folder(const std::string& path, std::size_t entries_max) {
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
  if (!folder) return fail_errno("open folder", path, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() == entries_max)
      return fail(ErrorCode::kLimit, fmt::format("folder has more than {} entries: {}", entries_max, path));
    names.push_back(std::move(name));
    errno = 0;
  }
  if (errno != 0) return fail_errno("read folder", path, errno);
  std::sort(names.begin(), names.end());
  return names;
}

Result<FileIdentity> identify_file(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return fail_errno("look at", path, errno);
  return FileIdentity{status.st_dev, status.st_ino};
}

Result<RealTime> modified_at(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return fail_errno("look at", path, errno);
  return RealTime(std::chrono::seconds(status.st_mtim.tv_sec) +
                  Milliseconds(status.st_mtim.tv_nsec / 1'000'000));
}

Status sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return fail_errno("open folder", path, errno);
  if (::fsync(folder.fd()) != 0) return fail_errno("sync folder", path, errno);
  return {};
}

}  // namespace bulkhead::os
