// Being told that a file was touched, without looking again and again.

#pragma once

#include <string>

#include "base/result.h"
#include "os/descriptor.h"

namespace bulkhead::os {

/// Tells whoever watches the file (inotify(7)), by setting its times; what it holds stays. A mapping that is written tells
/// nobody by itself.
Status touch_file(const std::string& path);

/// A descriptor that becomes readable when the watched file was touched.
///
/// Threads    One thread.
/// Errors     open() fails when the system has no more watches to give: whoever watches looks from time to time as well.
class FileWatch {
 public:
  static Result<FileWatch> open();

  /// Watches the file that `path` names now, instead of the one before.
  Status watch(const std::string& path);

  /// Takes what has arrived, so that the descriptor is quiet again. Never waits.
  void drain();

  int fd() const { return inotify_.fd(); }

 private:
  explicit FileWatch(Descriptor inotify) : inotify_(std::move(inotify)) {}

  Descriptor inotify_;
  int watched_ = -1;
};

}  // namespace bulkhead::os
