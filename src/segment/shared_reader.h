// The daemon's view of shared.seg. Every byte of it is taken for hostile: it is read with pread into memory of our
// own (a file cut short is a short read, not a signal), bounded by what this program knows, never by what the file says.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "os/descriptor.h"
#include "segment/counters.h"

namespace bulkhead::segment {

struct WorkerState {
  std::uint32_t slot = 0;
  bool alive = false;  ///< The kernel says that its lock is held.
  std::uint64_t pid = 0;
  BootTime started;
  BootTime heartbeat;
  std::uint64_t epoch_seen = 0;
  MonoTime epoch_seen_at;
  std::uint64_t image_seen = 0;
  std::uint64_t image_refused = 0;
  std::array<std::uint64_t, kWorkerWords> words{};

  std::uint64_t count(WorkerCounter counter) const { return words[static_cast<std::size_t>(counter)]; }
};

/// Sums over slots. Gauges only of slots whose worker lives.
struct ServiceCounts {
  std::array<std::uint64_t, kServiceWords> words{};

  std::uint64_t count(ServiceCounter counter) const { return words[static_cast<std::size_t>(counter)]; }
};

/// Threads    One thread.
/// Cost       workers(): one small pread and one fcntl a slot. services(): 256 bytes a service and slot ever used.
/// Errors     open() fails when the file is not there or is not a shared segment; later reads give what can be read.
class SharedReader {
 public:
  static Result<SharedReader> open(const std::string& path);

  /// Whether the path names another file by now than the one that is read; false when it names none. Two system calls.
  bool is_replaced() const;

  /// Slots that have or had an owner.
  std::vector<WorkerState> workers() const;
  /// Counts of slots 0 to services - 1.
  std::vector<ServiceCounts> services(std::size_t services) const;

 private:
  SharedReader(std::string path, os::Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::size_t slots() const;

  std::string path_;
  os::Descriptor file_;
};

/// True for counters that go down again.
constexpr bool is_gauge(ServiceCounter counter) {
  return counter == ServiceCounter::kInsideNow || counter == ServiceCounter::kOpenNow;
}

}  // namespace bulkhead::segment
