#include "os/link.h"

#include <limits.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "os/failure.h"
#include "os/file.h"

namespace bulkhead::os {

Status point_link_atomically(const std::string& path, const std::string& target) {
  // One writer at any time: a link of this name is left over from a crash.
  const std::string temporary = path + ".new";
  if (auto removed = remove_file(temporary); !removed) return removed;
  if (::symlink(target.c_str(), temporary.c_str()) != 0) return fail_errno("make link", temporary, errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    ::unlink(temporary.c_str());
    return fail_errno("replace", path, error_number);
  }
  const std::size_t slash = path.find_last_of('/');
  return sync_folder(slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
}

Result<std::string> link_target(const std::string& path) {
  std::array<char, PATH_MAX> target{};
  const ssize_t bytes = ::readlink(path.c_str(), target.data(), target.size());
  if (bytes < 0 && errno == EINVAL) return fail(ErrorCode::kInvalid, "not a symbolic link: " + path);
  if (bytes < 0) return fail_errno("read link", path, errno);
  return std::string(target.data(), static_cast<std::size_t>(bytes));
}

}  // namespace bulkhead::os
