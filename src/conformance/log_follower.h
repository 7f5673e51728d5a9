// A growing log, read once from where it stood.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"

namespace bulkhead::conformance {

/// Cost   Each byte of the log is read once.
class LogFollower {
 public:
  /// Opens the log at its end.
  static Result<LogFollower> open(const std::string& path);

  /// Reads on, as far as the log goes by now. True when a line with `marker` has come; then `lines` has the lines before it that no
  /// call has given yet, and what follows is for the next call. Case of letters does not matter.
  bool lines_before(std::string_view marker, std::vector<std::string>& lines);

 private:
  explicit LogFollower(os::Descriptor file) : file_(std::move(file)) {}

  void read_on();

  os::Descriptor file_;
  std::string pending_;
  std::size_t looked_at_ = 0;  // Lines of pending_ before this have no marker.
};

}  // namespace bulkhead::conformance
