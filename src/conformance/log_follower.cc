#include "conformance/log_follower.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace bulkhead::conformance {

namespace {

bool contains_word(std::string_view line, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return !std::ranges::search(line, word, {}, lower, lower).empty();
}

}  // namespace

Result<LogFollower> LogFollower::open(const std::string& path) {
  os::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) return fail(ErrorCode::kNotFound, "the log " + path + ": " + std::strerror(errno));
  ::lseek(file.fd(), 0, SEEK_END);
  return LogFollower(std::move(file));
}

void LogFollower::read_on() {
  std::array<char, 65'536> buffer;
  while (true) {
    const ssize_t got = ::read(file_.fd(), buffer.data(), buffer.size());
    if (got <= 0) return;
    pending_.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

bool LogFollower::lines_before(std::string_view marker, std::vector<std::string>& lines) {
  read_on();
  for (std::size_t end = pending_.find('\n', looked_at_); end != std::string::npos;
       end = pending_.find('\n', looked_at_)) {
    const std::string_view line = std::string_view(pending_).substr(looked_at_, end - looked_at_);
    const bool found = contains_word(line, marker);
    if (!found) lines.emplace_back(line);
    looked_at_ = end + 1;
    if (!found) continue;
    pending_.erase(0, looked_at_);
    looked_at_ = 0;
    return true;
  }
  return false;
}

}  // namespace bulkhead::conformance
