// shared.seg as a worker that was taken over leaves it, read as the daemon reads it and claimed as the next worker
// claims it. Nothing is believed of it: instants stay where they can be reckoned with.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "fuzz/scratch_folder.h"
#include "os/descriptor.h"
#include "segment/shared_layout.h"
#include "segment/shared_reader.h"
#include "segment/worker_slot.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::segment;

constexpr BootTime kNow{std::chrono::hours(10)};
constexpr std::size_t kSlots = 2;

struct Part {
  std::size_t at;
  std::size_t bytes;
};
/// What is patched: the header, and of either slot its header and the counters of four services.
constexpr std::array<Part, 5> kParts{{{0, sizeof(SharedHeader)},
                                      {slot_at(0), sizeof(SlotHeader)},
                                      {service_at(0, 0), 4 * kServiceBytes},
                                      {slot_at(1), sizeof(SlotHeader)},
                                      {service_at(1, 0), 4 * kServiceBytes}}};

struct Bench {
  fuzz::ScratchFolder folder;
  std::string path = folder.file("shared.seg");
  os::Descriptor file;
  std::vector<std::pair<std::size_t, std::vector<std::byte>>> valid;

  Bench() {
    BULKHEAD_ASSERT(prepare_shared(path, kSlots, -1));
    {
      auto slot = WorkerSlot::claim(path, 42, kNow);
      BULKHEAD_ASSERT(slot);
      slot->add(2, ServiceCounter::kInsideNow);
    }
    file = os::Descriptor(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    for (const auto& [at, bytes] : kParts) {
      valid.emplace_back(at, std::vector<std::byte>(bytes));
      BULKHEAD_ASSERT(::pread(file.fd(), valid.back().second.data(), bytes, static_cast<off_t>(at)) ==
                      static_cast<ssize_t>(bytes));
    }
  }

  void put(const std::vector<std::pair<std::size_t, std::vector<std::byte>>>& parts,
           std::size_t file_bytes) const {
    BULKHEAD_ASSERT(::ftruncate(file.fd(), static_cast<off_t>(shared_bytes(kSlots))) == 0);
    for (const auto& [at, bytes] : parts)
      BULKHEAD_ASSERT(::pwrite(file.fd(), bytes.data(), bytes.size(), static_cast<off_t>(at)) ==
                      static_cast<ssize_t>(bytes.size()));
    BULKHEAD_ASSERT(::ftruncate(file.fd(), static_cast<off_t>(file_bytes)) == 0);
  }
};

void read_as_daemon(const std::string& path) {
  const auto reader = SharedReader::open(path);
  if (!reader) return;
  const auto workers = reader->workers();
  BULKHEAD_ASSERT(workers.size() <= kSlotsMax);
  for (const WorkerState& worker : workers) {
    (void)(kNow - worker.heartbeat);
    (void)(kNow - worker.started);
    (void)(MonoTime(kNow.time_since_epoch()) - worker.epoch_seen_at);
  }
  BULKHEAD_ASSERT(reader->services(100'000).size() == kServicesMax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Bench bench;
  auto damaged = bench.valid;
  fuzz::for_each_patch(bytes, size, [&](std::size_t at, std::byte flip) {
    auto& part = damaged[at % damaged.size()].second;
    part[at / damaged.size() % part.size()] ^= flip;
  });
  // A last odd part cuts the file short.
  const bool cut = size % 3 == 1;
  bench.put(damaged, shared_bytes(kSlots) * (cut ? bytes[size - 1] : 255u) / 255);

  read_as_daemon(bench.path);
  if (auto slot = WorkerSlot::claim(bench.path, 43, kNow)) {
    slot->add(1, ServiceCounter::kInsideNow);
    slot->subtract(2, ServiceCounter::kInsideNow, 5);
    slot->add_latency(3, Nanoseconds(5));
    read_as_daemon(bench.path);
  }
  return 0;
}
