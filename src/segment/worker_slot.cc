#include "segment/worker_slot.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "os/descriptor.h"
#include "os/failure.h"
#include "os/file_lock.h"
#include "segment/shared_words.h"

namespace bulkhead::segment {
namespace {

bool is_known(const SharedHeader& header) {
  return header.magic == kSharedMagic && header.layout_version == kSharedLayoutVersion &&
         header.slots <= kSlotsMax;
}

// Makes room for `slots` and says so in the header; keeps what is counted.
Status fit(int fd, const std::string& path, std::size_t slots, std::int64_t owner_uid) {
  // Every block is allocated here: a worker that counts on a full disk must not be killed for it.
  if (const int failed = posix_fallocate(fd, 0, static_cast<off_t>(shared_bytes(slots))); failed != 0)
    return os::fail_errno("allocate", path, failed);
  const SharedHeader header{kSharedMagic, kSharedLayoutVersion, static_cast<std::uint32_t>(slots)};
  if (pwrite(fd, &header, sizeof header, 0) != sizeof header) return os::fail_errno("write", path, errno);
  if (owner_uid < 0) return {};
  const std::size_t slash = path.rfind('/');
  struct stat folder{};
  if (::stat(slash == std::string::npos ? "." : path.substr(0, slash).c_str(), &folder) != 0)
    return os::fail_errno("look at the folder of", path, errno);
  if (fchown(fd, static_cast<uid_t>(owner_uid), folder.st_gid) != 0 || fchmod(fd, 0660) != 0)
    return os::fail_errno("give away", path, errno);
  return {};
}

// A new file takes the place of one that is missing or of another layout. That one is left as it is: workers of before
// have it mapped, and a mapping that loses its blocks kills its process.
Status replace(const std::string& path, std::size_t slots, std::int64_t owner_uid) {
  const std::string made = path + ".new";
  const os::Descriptor file(open(made.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660));
  if (!file.is_open()) return os::fail_errno("open", made, errno);
  if (Status fitted = fit(file.fd(), made, slots, owner_uid); !fitted) {
    (void)unlink(made.c_str());
    return fitted;
  }
  if (rename(made.c_str(), path.c_str()) != 0) return os::fail_errno("rename", made, errno);
  return {};
}

}  // namespace

Status prepare_shared(const std::string& path, std::size_t slots, std::int64_t owner_uid) {
  if (slots == 0 || slots > kSlotsMax)
    return fail(ErrorCode::kLimit,
                "shared segment: " + std::to_string(slots) + " slots, 1 to " + std::to_string(kSlotsMax));
  const os::Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open() && errno != ENOENT) return os::fail_errno("open", path, errno);
  SharedHeader header{};
  if (file.is_open() && pread(file.fd(), &header, sizeof header, 0) == sizeof header && is_known(header))
    return fit(file.fd(), path, std::max<std::size_t>(header.slots, slots), owner_uid);
  return replace(path, slots, owner_uid);
}

struct WorkerSlot::Claim {
  os::FileLock lock;
  std::byte* mapped = nullptr;

  Claim(os::FileLock held, std::byte* at) : lock(std::move(held)), mapped(at) {}
  ~Claim() { munmap(mapped, kSlotBytes); }
};

WorkerSlot::WorkerSlot(std::unique_ptr<Claim> claim, std::unique_ptr<std::byte[]> own, std::byte* base,
                       std::uint32_t index)
    : claim_(std::move(claim)), own_(std::move(own)), base_(base), index_(index) {}
WorkerSlot::WorkerSlot(WorkerSlot&&) noexcept = default;
WorkerSlot& WorkerSlot::operator=(WorkerSlot&&) noexcept = default;
WorkerSlot::~WorkerSlot() = default;

Result<WorkerSlot> WorkerSlot::claim(const std::string& path, std::uint64_t pid, BootTime now) {
  const os::Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return os::fail_errno("open", path, errno);
  SharedHeader header{};
  struct stat status{};
  if (pread(file.fd(), &header, sizeof header, 0) != sizeof header || !is_known(header) ||
      fstat(file.fd(), &status) != 0)
    return fail(ErrorCode::kCorrupt, "shared segment: not a shared segment: " + path);
  for (std::size_t slot = 0; slot < header.slots; ++slot) {
    if (static_cast<std::size_t>(status.st_size) < shared_bytes(slot + 1)) break;
    auto lock = os::FileLock::try_exclusive_bytes(path, {kLockAt + static_cast<std::int64_t>(slot), 1});
    if (!lock) continue;
    void* mapped = mmap(nullptr, kSlotBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.fd(),
                        static_cast<off_t>(slot_at(slot)));
    if (mapped == MAP_FAILED) return os::fail_errno("map", path, errno);
    auto* base = static_cast<std::byte*>(mapped);
    WorkerSlot claimed(std::make_unique<Claim>(std::move(*lock), base), nullptr, base,
                       static_cast<std::uint32_t>(slot));
    claimed.begin(pid, now);
    return claimed;
  }
  return fail(ErrorCode::kLimit,
              "shared segment: all " + std::to_string(header.slots) + " worker slots have an owner");
}

void WorkerSlot::begin(std::uint64_t pid, BootTime now) noexcept {
  services_used_ =
      std::min<std::uint64_t>(load_word(base_ + offsetof(SlotHeader, services_used)), kServicesMax);
  for (std::size_t service = 0; service < services_used_; ++service)
    for (const ServiceCounter gauge : {ServiceCounter::kInsideNow, ServiceCounter::kOpenNow})
      store_word(word(static_cast<std::uint16_t>(service), static_cast<std::size_t>(gauge)), 0);
  for (const std::size_t field : {offsetof(SlotHeader, epoch_seen), offsetof(SlotHeader, image_seen),
                                  offsetof(SlotHeader, image_refused)})
    store_word(base_ + field, 0);
  store_word(base_ + offsetof(SlotHeader, pid), pid);
  store_word(base_ + offsetof(SlotHeader, started_boot_ms),
             static_cast<std::uint64_t>(now.time_since_epoch().count()));
  heartbeat(now);
}

WorkerSlot WorkerSlot::detached() {
  auto own = std::make_unique<std::byte[]>(kSlotBytes);
  std::byte* base = own.get();
  return WorkerSlot(nullptr, std::move(own), base, 0);
}

std::byte* WorkerSlot::word(std::uint16_t service, std::size_t counter) noexcept {
  service %= kServicesMax;
  if (service >= services_used_) {
    services_used_ = service + 1u;
    store_word(base_ + offsetof(SlotHeader, services_used), services_used_);
  }
  return base_ + kSharedPage + service * kServiceBytes + counter * 8;
}

void WorkerSlot::add(std::uint16_t service, ServiceCounter counter, std::uint64_t by) noexcept {
  std::byte* at = word(service, static_cast<std::size_t>(counter));
  store_word(at, load_word(at) + by);
}

void WorkerSlot::subtract(std::uint16_t service, ServiceCounter counter, std::uint64_t by) noexcept {
  std::byte* at = word(service, static_cast<std::size_t>(counter));
  const std::uint64_t have = load_word(at);
  store_word(at, have > by ? have - by : 0);
}

void WorkerSlot::add_latency(std::uint16_t service, Nanoseconds latency) noexcept {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(0, latency.count()));
  const auto bound = std::ranges::lower_bound(kLatencyBoundsMs, (ns + 999'999) / 1'000'000);
  const auto bucket = static_cast<std::size_t>(bound - kLatencyBoundsMs.begin());
  std::byte* at = word(service, static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + bucket);
  store_word(at, load_word(at) + 1);
  add(service, ServiceCounter::kUpstreamNanoseconds, ns);
}

void WorkerSlot::add(WorkerCounter counter, std::uint64_t by) noexcept {
  std::byte* at = base_ + offsetof(SlotHeader, words) + static_cast<std::size_t>(counter) * 8;
  store_word(at, load_word(at) + by);
}

void WorkerSlot::heartbeat(BootTime now) noexcept {
  store_word(base_ + offsetof(SlotHeader, heartbeat_boot_ms),
             static_cast<std::uint64_t>(now.time_since_epoch().count()));
}

void WorkerSlot::epoch_seen(std::uint64_t epoch, MonoTime now) noexcept {
  store_word(base_ + offsetof(SlotHeader, epoch_seen_mono_ns),
             static_cast<std::uint64_t>(now.time_since_epoch().count()));
  store_word(base_ + offsetof(SlotHeader, epoch_seen), epoch, std::memory_order_release);
}

void WorkerSlot::image_seen(std::uint64_t version) noexcept {
  store_word(base_ + offsetof(SlotHeader, image_seen), version);
}

void WorkerSlot::image_refused(std::uint64_t version) noexcept {
  store_word(base_ + offsetof(SlotHeader, image_refused), version);
}

}  // namespace bulkhead::segment
