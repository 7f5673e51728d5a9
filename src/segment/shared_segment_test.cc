// What must hold: each worker has a slot of its own for as long as it lives; what it counted stays, what it held goes with
// it; the daemon reads any bytes without harm.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "os/temporary_folder_for_test.h"
#include "segment/shared_reader.h"
#include "segment/worker_slot.h"

namespace bulkhead::segment {
namespace {

const BootTime kNow{std::chrono::hours(1)};

class SharedSegment : public ::testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/shared.seg"; }
  std::uint64_t sum(std::size_t service, ServiceCounter counter) {
    return SharedReader::open(path())->services(64)[service].count(counter);
  }
  os::TemporaryFolderForTest folder_;
};

TEST_F(SharedSegment, SlotsAreClaimedAndFreed) {
  ASSERT_TRUE(prepare_shared(path(), 2, -1));
  auto first = WorkerSlot::claim(path(), 100, kNow);
  ASSERT_TRUE(first) << first.error().message;
  {
    auto second = WorkerSlot::claim(path(), 101, kNow);
    ASSERT_TRUE(second);
    EXPECT_NE(first->index(), second->index());
    const auto third = WorkerSlot::claim(path(), 102, kNow);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::kLimit);
    EXPECT_EQ(SharedReader::open(path())->workers().size(), 2u);
  }
  const auto workers = SharedReader::open(path())->workers();
  ASSERT_EQ(workers.size(), 2u);
  EXPECT_TRUE(workers[0].alive);
  EXPECT_FALSE(workers[1].alive) << "it died";
  EXPECT_EQ(WorkerSlot::claim(path(), 103, kNow)->index(), 1u);
}

TEST_F(SharedSegment, ReloadsMakeRoomAndLoseNothing) {
  ASSERT_TRUE(prepare_shared(path(), 1, -1));
  auto slot = WorkerSlot::claim(path(), 1, kNow);
  slot->add(7, ServiceCounter::kRequests, 5);
  ASSERT_TRUE(prepare_shared(path(), 3, -1));
  EXPECT_EQ(sum(7, ServiceCounter::kRequests), 5u);
  auto second = WorkerSlot::claim(path(), 2, kNow);
  ASSERT_TRUE(second);
  second->add(7, ServiceCounter::kRequests, 2);
  EXPECT_EQ(sum(7, ServiceCounter::kRequests), 7u);
  ASSERT_TRUE(prepare_shared(path(), 1, -1)) << "never shrinks";
  EXPECT_EQ(sum(7, ServiceCounter::kRequests), 7u);
  EXPECT_FALSE(prepare_shared(path(), 0, -1));
  EXPECT_FALSE(prepare_shared(path(), kSlotsMax + 1, -1));
}

TEST_F(SharedSegment, AFileOfAnotherLayoutIsReplacedAndWhoMappedItGoesOn) {
  ASSERT_TRUE(prepare_shared(path(), 2, -1));
  auto old = WorkerSlot::claim(path(), 1, kNow);
  ASSERT_TRUE(old);
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file << "a later layout";
  }
  ASSERT_TRUE(prepare_shared(path(), 2, -1));
  old->add(4'095, ServiceCounter::kRequests);  // would be SIGBUS had its file been cut
  auto fresh = WorkerSlot::claim(path(), 2, kNow);
  ASSERT_TRUE(fresh) << fresh.error().message;
  fresh->add(7, ServiceCounter::kRequests, 3);
  EXPECT_EQ(sum(7, ServiceCounter::kRequests), 3u);
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(SharedSegment, GaugesGoWithTheirOwner) {
  ASSERT_TRUE(prepare_shared(path(), 1, -1));
  {
    auto slot = WorkerSlot::claim(path(), 1, kNow);
    slot->add(9, ServiceCounter::kInsideNow);
    slot->add(9, ServiceCounter::kInsideNow);
    slot->subtract(9, ServiceCounter::kInsideNow);
    EXPECT_EQ(sum(9, ServiceCounter::kInsideNow), 1u);
  }
  EXPECT_EQ(sum(9, ServiceCounter::kInsideNow), 0u);
  auto heir = WorkerSlot::claim(path(), 2, kNow);
  EXPECT_EQ(sum(9, ServiceCounter::kInsideNow), 0u);
  heir->subtract(9, ServiceCounter::kInsideNow);
  EXPECT_EQ(sum(9, ServiceCounter::kInsideNow), 0u) << "never below zero";
}

TEST_F(SharedSegment, LatenciesFallIntoTheirBuckets) {
  ASSERT_TRUE(prepare_shared(path(), 1, -1));
  auto slot = WorkerSlot::claim(path(), 1, kNow);
  struct Case {
    Nanoseconds latency;
    std::size_t bucket;
  };
  const Case cases[] = {{Nanoseconds(0), 0},
                        {std::chrono::milliseconds(5), 0},
                        {std::chrono::milliseconds(5) + Nanoseconds(1), 1},
                        {std::chrono::seconds(10), 10},
                        {std::chrono::seconds(10) + Nanoseconds(1), 11},
                        {std::chrono::hours(10), 11}};
  for (const Case& c : cases) {
    const std::size_t bucket = static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + c.bucket;
    // Only the first bucket has a name: NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange)
    const auto counter = static_cast<ServiceCounter>(bucket);
    const std::uint64_t before = sum(1, counter);
    slot->add_latency(1, c.latency);
    EXPECT_EQ(sum(1, counter), before + 1) << c.latency.count();
  }
}

TEST_F(SharedSegment, HostileBytesDoNoHarm) {
  ASSERT_TRUE(prepare_shared(path(), 2, -1));
  auto slot = WorkerSlot::claim(path(), 1, kNow);
  slot->add(3, ServiceCounter::kRequests);
  const auto reader = SharedReader::open(path());
  ASSERT_TRUE(reader);
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(slot_at(0)));
    file << std::string(kSlotBytes, '\xff');
  }
  EXPECT_EQ(reader->workers().size(), 1u);
  EXPECT_EQ(reader->services(kServicesMax + 5).size(), kServicesMax);
  std::filesystem::resize_file(path(), slot_at(0) + 100);
  EXPECT_TRUE(reader->workers().empty());
  EXPECT_EQ(reader->services(4).size(), 4u);
  std::ofstream(path(), std::ios::trunc) << "short";
  EXPECT_FALSE(SharedReader::open(path()));
  EXPECT_TRUE(reader->workers().empty());
}

TEST(WorkerSlot, CountsIntoItsOwnMemoryWithoutASlot) {
  WorkerSlot slot = WorkerSlot::detached();
  slot.add(4'095, ServiceCounter::kRequests);
  slot.add(WorkerCounter::kUnknownHost);
  EXPECT_TRUE(slot.is_detached());
}

}  // namespace
}  // namespace bulkhead::segment
