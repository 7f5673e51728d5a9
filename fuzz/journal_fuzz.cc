// A damaged reserve journal. Opening it must end; what it still gives is what was written; and unless the file is refused
// it takes an order, which is there again after the next opening.

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "control/orders/journal.h"
#include "fuzz/scratch_folder.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::control;

constexpr std::uint64_t kRecords = 3;

JournalRecord record(std::uint64_t number) {
  posture::Order order;
  order.id = Id::from_words(1, number);
  order.scope = {posture::ScopeKind::kService, "court"};
  order.level = posture::Level::kClosed;
  order.author = "direct:0";
  order.reason = "r";
  order.from = BootTime(std::chrono::hours(1));
  return {order, {"boot", order.from, RealTime(std::chrono::hours(9)), true}};
}

/// The journal in memory that has no disk behind it: opening a journal syncs, and a fuzz run opens very many.
struct Bench {
  int fd = ::memfd_create("journal", MFD_CLOEXEC);
  std::string path = "/proc/self/fd/" + std::to_string(fd);
  std::vector<std::byte> valid;
  std::size_t used = 0;

  Bench() {
    const fuzz::ScratchFolder folder;
    const std::string made = folder.file("journal");
    auto journal = Journal::open(made);
    BULKHEAD_ASSERT(fd >= 0 && journal);
    for (std::uint64_t i = 1; i <= kRecords; ++i) BULKHEAD_ASSERT((*journal)->append(record(i)));
    used = (*journal)->bytes_used();
    valid.resize(Journal::kBytes);
    const int from = ::open(made.c_str(), O_RDONLY | O_CLOEXEC);
    BULKHEAD_ASSERT(::read(from, valid.data(), valid.size()) == static_cast<ssize_t>(valid.size()));
    ::close(from);
  }

  void put(const std::vector<std::byte>& bytes) const {
    BULKHEAD_ASSERT(::ftruncate(fd, static_cast<off_t>(bytes.size())) == 0);
    BULKHEAD_ASSERT(::pwrite(fd, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  }
};

std::uint64_t number_of(const JournalRecord& one) { return one.order.id.low(); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Bench bench;
  std::vector<std::byte> damaged = bench.valid;
  fuzz::for_each_patch(bytes, size,
                       [&](std::size_t at, std::byte flip) { damaged[at % (bench.used + 64)] ^= flip; });
  // A last odd part cuts the file short.
  if (size % 3 == 1) damaged.resize(bytes[size - 1] * bench.used / 128);
  bench.put(damaged);

  auto journal = Journal::open(bench.path);
  if (!journal) return 0;
  const std::vector<JournalRecord> before = (*journal)->reading().records;
  std::uint64_t last = 0;
  for (const JournalRecord& one : before) {
    BULKHEAD_ASSERT(number_of(one) > last && number_of(one) <= kRecords);
    last = number_of(one);
    BULKHEAD_ASSERT(one.order == record(last).order && one.taken == record(last).taken);
  }
  BULKHEAD_ASSERT((*journal)->append(record(kRecords + 1)));
  journal = Journal::open(bench.path);
  BULKHEAD_ASSERT(journal && (*journal)->reading().records.size() == before.size() + 1);
  BULKHEAD_ASSERT(number_of((*journal)->reading().records.back()) == kRecords + 1);
  return 0;
}
