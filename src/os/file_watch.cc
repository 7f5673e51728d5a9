#include "os/file_watch.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "os/failure.h"

namespace bulkhead::os {

Status touch_file(const std::string& path) {
  if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) != 0) return fail_errno("touch", path, errno);
  return {};
}

Result<FileWatch> FileWatch::open() {
  Descriptor inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!inotify.is_open()) return fail_errno("watch", "files", errno);
  return FileWatch(std::move(inotify));
}

Status FileWatch::watch(const std::string& path) {
  const int fresh = ::inotify_add_watch(inotify_.fd(), path.c_str(), IN_ATTRIB);
  if (fresh < 0) return fail_errno("watch", path, errno);
  if (watched_ >= 0 && watched_ != fresh) ::inotify_rm_watch(inotify_.fd(), watched_);
  watched_ = fresh;
  return {};
}

void FileWatch::drain() {
  alignas(inotify_event) std::array<char, 4'096> events;
  while (::read(inotify_.fd(), events.data(), events.size()) > 0) {
  }
}

}  // namespace bulkhead::os
