#include "segment/shared_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "os/failure.h"
#include "os/file_lock.h"
#include "segment/shared_layout.h"

namespace bulkhead::segment {
namespace {

// No honest instant or version is near the end of the range; capping keeps arithmetic on them defined.
std::int64_t as_ms(std::uint64_t word) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(word, 1ull << 53));
}

}  // namespace

Result<SharedReader> SharedReader::open(const std::string& path) {
  os::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return os::fail_errno("open", path, errno);
  SharedHeader header{};
  if (pread(file.fd(), &header, sizeof header, 0) != sizeof header || header.magic != kSharedMagic ||
      header.layout_version != kSharedLayoutVersion)
    return fail(ErrorCode::kCorrupt, "shared segment: not a shared segment: " + path);
  return SharedReader(path, std::move(file));
}

// The open file keeps its inode's number from being given to another.
bool SharedReader::is_replaced() const {
  struct stat open_one{};
  struct stat there{};
  if (fstat(file_.fd(), &open_one) != 0 || lstat(path_.c_str(), &there) != 0) return false;
  return open_one.st_dev != there.st_dev || open_one.st_ino != there.st_ino;
}

std::size_t SharedReader::slots() const {
  struct stat status{};
  if (fstat(file_.fd(), &status) != 0 || static_cast<std::size_t>(status.st_size) < kSharedPage) return 0;
  return std::min(kSlotsMax, (static_cast<std::size_t>(status.st_size) - kSharedPage) / kSlotBytes);
}

std::vector<WorkerState> SharedReader::workers() const {
  std::vector<WorkerState> workers;
  for (std::size_t slot = 0; slot < slots(); ++slot) {
    SlotHeader header{};
    if (pread(file_.fd(), &header, sizeof header, static_cast<off_t>(slot_at(slot))) != sizeof header) break;
    if (header.pid == 0) continue;
    WorkerState worker;
    worker.slot = static_cast<std::uint32_t>(slot);
    worker.alive =
        os::FileLock::is_held(path_, {kLockAt + static_cast<std::int64_t>(slot), 1}).value_or(false);
    worker.pid = header.pid;
    worker.started = BootTime(Milliseconds(as_ms(header.started_boot_ms)));
    worker.heartbeat = BootTime(Milliseconds(as_ms(header.heartbeat_boot_ms)));
    worker.epoch_seen = header.epoch_seen;
    worker.epoch_seen_at =
        MonoTime(Nanoseconds(static_cast<std::int64_t>(header.epoch_seen_mono_ns >> 1 << 1)));
    worker.image_seen = header.image_seen;
    worker.image_refused = header.image_refused;
    worker.words = header.words;
    workers.push_back(worker);
  }
  return workers;
}

std::vector<ServiceCounts> SharedReader::services(std::size_t services) const {
  services = std::min(services, kServicesMax);
  std::vector<ServiceCounts> sums(services);
  std::vector<std::uint64_t> words(services * kServiceWords);
  for (const WorkerState& worker : workers()) {
    const std::size_t bytes = words.size() * 8;
    if (pread(file_.fd(), words.data(), bytes, static_cast<off_t>(service_at(worker.slot, 0))) !=
        static_cast<ssize_t>(bytes))
      continue;
    for (std::size_t service = 0; service < services; ++service)
      for (std::size_t i = 0; i < kServiceWords; ++i) {
        if (is_gauge(static_cast<ServiceCounter>(i)) && !worker.alive) continue;
        sums[service].words[i] += words[service * kServiceWords + i];
      }
  }
  return sums;
}

}  // namespace bulkhead::segment
