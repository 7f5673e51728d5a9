// The one writer of control.seg.

#pragma once

#include <string>

#include "base/result.h"
#include "os/mapped_file.h"
#include "segment/control_content.h"

namespace bulkhead::segment {

/// Publishes ControlContent to all workers at once.
///
/// Ownership  Whoever has a ControlWriter must hold daemon.lock of the state folder.
/// Threads    One thread.
/// Cost       publish() copies 64 bytes a service and 4 KiB a notice (about 30 µs for 1,400 services), makes it
///            visible with one store, then waits for the disk. heartbeat() is two stores.
/// Errors     publish() fails with kLimit before anything changed when the content does not fit; with kSystem when the
///            disk did not take it: the workers obey already, but the order may not survive a power cut.
class ControlWriter {
 public:
  /// Opens `path`, or makes it with every block allocated. A file of another layout or size is set aside as
  /// `path.old` and made anew: the daemon publishes all it knows right after.
  static Result<ControlWriter> open(const std::string& path);

  /// Publishes, tells those who watch the file (os::FileWatch), and syncs.
  Status publish(const ControlContent& content);

  /// What was published last; nothing when nothing valid was.
  Result<ControlContent> content() const;

  std::uint64_t epoch() const;
  void heartbeat(BootTime boot, RealTime real);

 private:
  ControlWriter(std::string path, os::MappedFile file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  os::MappedFile file_;
};

}  // namespace bulkhead::segment
