// What workers count and who they are comes from the file that lies there now, also when nginx has put another in its place.

#include "control/daemon/observatory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "os/temporary_folder_for_test.h"
#include "program/writer.h"
#include "segment/worker_slot.h"

namespace bulkhead::control {
namespace {

using segment::ServiceCounter;
using segment::WorkerSlot;

constexpr MonoTime kNow{std::chrono::hours(1)};
constexpr BootTime kBoot{std::chrono::hours(1)};
constexpr program::ServiceSlot kSlot = 3;

/// One service, in kSlot.
std::vector<std::byte> image_bytes() {
  program::ImageContents contents;
  contents.version = 1;
  contents.languages = {{"en", false}};
  contents.agency_name = {"Agency"};
  contents.agency_contact = {"tel:+355000"};
  program::ImageContents::Service tax;
  tax.name = tax.compartment = "tax";
  tax.slot = kSlot;
  tax.hosts = {"tax.example"};
  tax.paths = {"/"};
  tax.title = {"Tax"};
  tax.elsewhere = {""};
  contents.services.push_back(std::move(tax));
  return program::write_image(contents).value();
}

class ObservatoryTest : public ::testing::Test {
 protected:
  ObservatoryTest() {
    observatory_.follow(program::Image::verify(image_).value());
    service_.name = "tax";
  }

  std::string path() const { return folder_.path() + "/shared.seg"; }
  WorkerSlot worker(std::uint64_t pid) { return WorkerSlot::claim(path(), pid, kBoot).value(); }
  std::uint64_t requests() const {
    ServiceNow now;
    now.service = &service_;
    observatory_.describe(now);
    return now.counts.count(ServiceCounter::kRequests);
  }
  std::vector<std::uint64_t> pids() {
    std::vector<std::uint64_t> pids;
    for (const WorkerNow& worker : observatory_.workers(kBoot)) pids.push_back(worker.state.pid);
    return pids;
  }
  /// As nginx does where it finds a file of another layout.
  void replace() {
    std::ofstream(path(), std::ios::binary | std::ios::in) << "another layout";
    ASSERT_TRUE(segment::prepare_shared(path(), 2, -1));
  }

  os::TemporaryFolderForTest folder_;
  std::vector<std::byte> image_ = image_bytes();
  policy::Service service_;
  Observatory observatory_{path()};
};

TEST_F(ObservatoryTest, ReadsTheFileOnceThereIsOne) {
  observatory_.sample(kNow);
  EXPECT_TRUE(pids().empty());
  ASSERT_TRUE(segment::prepare_shared(path(), 2, -1));
  WorkerSlot slot = worker(100);
  slot.add(kSlot, ServiceCounter::kRequests, 5);
  observatory_.sample(kNow);
  EXPECT_EQ(pids(), std::vector<std::uint64_t>{100});
  EXPECT_EQ(requests(), 5u);
}

TEST_F(ObservatoryTest, ReadsTheFileThatTookThePlaceOfAnother) {
  ASSERT_TRUE(segment::prepare_shared(path(), 2, -1));
  WorkerSlot old = worker(100);
  old.add(kSlot, ServiceCounter::kRequests, 5);
  observatory_.sample(kNow);
  replace();
  WorkerSlot fresh = WorkerSlot::claim(path(), 200, kBoot).value();
  fresh.add(kSlot, ServiceCounter::kRequests, 2);
  old.add(kSlot, ServiceCounter::kRequests, 50);
  observatory_.sample(kNow + std::chrono::seconds(1));
  EXPECT_EQ(pids(), std::vector<std::uint64_t>{200});
  EXPECT_EQ(requests(), 2u);
}

TEST_F(ObservatoryTest, KeepsTheFileThatItHasWhileNoOtherCanBeRead) {
  ASSERT_TRUE(segment::prepare_shared(path(), 2, -1));
  WorkerSlot slot = worker(100);
  observatory_.sample(kNow);
  const std::string aside = folder_.path() + "/aside";
  std::filesystem::rename(path(), aside);
  slot.add(kSlot, ServiceCounter::kRequests, 1);
  observatory_.sample(kNow + std::chrono::seconds(1));
  EXPECT_EQ(requests(), 1u) << "no file";
  std::ofstream(path()) << "no segment";
  slot.add(kSlot, ServiceCounter::kRequests, 1);
  observatory_.sample(kNow + std::chrono::seconds(2));
  EXPECT_EQ(requests(), 2u) << "another one's file";
  std::filesystem::rename(aside, path());
  slot.add(kSlot, ServiceCounter::kRequests, 1);
  observatory_.sample(kNow + std::chrono::seconds(3));
  EXPECT_EQ(requests(), 3u);
}

}  // namespace
}  // namespace bulkhead::control
