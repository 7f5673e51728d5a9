// What must hold: workers read what the daemon published, whole, or what was published before it; a file that is torn,
// cut, foreign or of another layout is noticed; limits hold at their number and fail one beyond.

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "os/temporary_folder_for_test.h"
#include "segment/control_reader.h"
#include "segment/control_writer.h"

namespace bulkhead::segment {
namespace {

using posture::Cause;
using posture::Level;

const BootTime kNow{std::chrono::hours(1)};

ControlContent content_with(std::size_t doors) {
  ControlContent content;
  content.boot_id = boot_id_bytes("01234567-89ab-cdef-0123-456789abcdef");
  content.image_version = 9;
  for (std::size_t i = 0; i < doors; ++i)
    content.doors.push_back(
        {static_cast<std::uint16_t>(i), hash_name("service-" + std::to_string(i)), {DoorStep{}}});
  return content;
}

class ControlSegment : public ::testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/control.seg"; }
  ControlWriter writer() { return std::move(ControlWriter::open(path()).value()); }
  os::TemporaryFolderForTest folder_;
};

TEST(StepWord, KeepsEveryField) {
  for (const Level level : {Level::kOpen, Level::kGuarded, Level::kLockdown, Level::kClosed})
    for (const Cause cause :
         {Cause::kNone, Cause::kLoad, Cause::kMaintenance, Cause::kAttack, Cause::kCompromise})
      for (const bool flag : {false, true}) {
        const DoorStep step{kNow, level, cause, 250, flag, !flag, flag, 511};
        DoorStep read;
        ASSERT_TRUE(unpack(pack(step, false), read));
        EXPECT_EQ(read, step);
      }
  DoorStep none;
  EXPECT_FALSE(unpack(0, none));
}

TEST(StepWord, NothingOpensEarlyAndNothingClosesLate) {
  DoorStep step;
  step.at = BootTime(Milliseconds(1'234));
  DoorStep read;
  ASSERT_TRUE(unpack(pack(step, true), read));
  EXPECT_EQ(read.at, BootTime(Milliseconds(1'300)));
  ASSERT_TRUE(unpack(pack(step, false), read));
  EXPECT_EQ(read.at, BootTime(Milliseconds(1'200)));
}

TEST(StepWord, AnyWordGivesAStep) {
  DoorStep read;
  ASSERT_TRUE(unpack(~0ull, read));
  EXPECT_EQ(read.cause, Cause::kCompromise);
  EXPECT_EQ(read.share_permille, 1000);
}

TEST_F(ControlSegment, ReadsWhatWasPublished) {
  ControlContent content = content_with(3);
  content.doors[1].steps = {
      DoorStep{kNow, Level::kClosed, Cause::kAttack, 1000, true, false, true, 1},
      DoorStep{kNow + std::chrono::seconds(10), Level::kClosed, Cause::kAttack, 1000, false, false, true, 1}};
  content.notices = {{Id::from_words(5, 6),
                      RealTime(Milliseconds(7)),
                      RealTime(Milliseconds(8)),
                      {{"en", "closed"}, {"sq", "mbyllur"}}}};
  content.local_keys[0] = {3, 0, {1, 2, 3}};
  ControlWriter w = writer();
  ASSERT_TRUE(w.publish(content));
  const auto reader = ControlReader::open(path());
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->epoch(), 1u);
  std::optional<BootTime> next;
  const auto step = reader->cell(1).at(kNow, &next);
  ASSERT_TRUE(step);
  EXPECT_EQ(step->level, Level::kClosed);
  EXPECT_TRUE(step->draining);
  EXPECT_EQ(next, kNow + std::chrono::seconds(10));
  EXPECT_FALSE(reader->cell(1).at(kNow + std::chrono::seconds(10))->draining);
  EXPECT_EQ(reader->notice(1), content.notices[0]);
  EXPECT_EQ(reader->cell(2).name_hash, hash_name("service-2"));
  EXPECT_EQ(reader->cell(3).name_hash, 0u);
  EXPECT_EQ(reader->cell(60'000).name_hash, 0u);
  EXPECT_EQ(reader->bank().image_version, 9u);
  const auto back = w.content();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->boot_id, content.boot_id);
  EXPECT_EQ(back->doors.size(), 3u);
  EXPECT_EQ(back->notices, content.notices);
}

TEST_F(ControlSegment, SurvivesItsWriter) {
  ASSERT_TRUE(writer().publish(content_with(2)));
  ControlWriter again = writer();
  EXPECT_EQ(again.epoch(), 1u);
  ASSERT_TRUE(again.publish(content_with(5)));
  EXPECT_EQ(ControlReader::open(path())->cells(), 5u);
}

TEST_F(ControlSegment, FreedSlotsAreEmpty) {
  ControlWriter w = writer();
  ASSERT_TRUE(w.publish(content_with(5)));
  ASSERT_TRUE(w.publish(content_with(2)));
  ASSERT_TRUE(w.publish(content_with(2)));
  EXPECT_EQ(ControlReader::open(path())->cell(4).name_hash, 0u);
}

TEST_F(ControlSegment, ATornBankIsNotRead) {
  ControlWriter w = writer();
  ASSERT_TRUE(w.publish(content_with(2)));
  ASSERT_TRUE(w.publish(content_with(3)));
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(cells_at(2) + 8));
    file.put('\x55');
  }
  auto reader = ControlReader::open(path());
  ASSERT_TRUE(reader) << "the bank before is whole";
  EXPECT_EQ(reader->epoch(), 1u);
  EXPECT_EQ(reader->cells(), 2u);
  // The next publication goes into the damaged bank, not into the one that is read.
  ControlWriter again = writer();
  ASSERT_TRUE(again.publish(content_with(4)));
  EXPECT_EQ(reader->cells(), 4u);
}

// A checksum guards the opening; what is damaged later is bounded by what this program knows, not by what the file says.
TEST_F(ControlSegment, ABankDamagedUnderItsReaderDoesNotLeadOutOfTheFile) {
  ControlWriter w = writer();
  ASSERT_TRUE(w.publish(content_with(2)));
  const auto reader = ControlReader::open(path());
  ASSERT_TRUE(reader);
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    for (const std::size_t field : {offsetof(BankHeader, cells), offsetof(BankHeader, notices)}) {
      file.seekp(static_cast<std::streamoff>(bank_at(1) + field));
      file.write("\xff\xff\xff\x3f", 4);
    }
  }
  EXPECT_EQ(reader->cells(), kServicesMax);
  const auto content = reader->content();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->doors.size(), 2u);
  EXPECT_EQ(content->notices.size(), kNoticesMax - 1);
}

TEST_F(ControlSegment, ForeignFilesAreRefused) {
  struct Case {
    const char* what;
    std::string bytes;
  };
  const Case cases[] = {{"empty", ""}, {"text", "hello"}, {"zeros", std::string(kControlBytes, '\0')}};
  for (const Case& c : cases) {
    std::filesystem::remove(path());
    std::ofstream(path(), std::ios::binary) << c.bytes;
    EXPECT_FALSE(ControlReader::open(path())) << c.what;
  }
  ControlWriter w = writer();  // sets it aside
  EXPECT_TRUE(std::filesystem::exists(path() + ".old"));
  EXPECT_TRUE(w.publish(content_with(1)));
}

TEST_F(ControlSegment, NothingPublishedYetIsSaid) {
  ControlWriter w = writer();
  EXPECT_FALSE(ControlReader::open(path()));
  EXPECT_FALSE(w.content());
}

TEST_F(ControlSegment, LimitsHoldAtTheirNumber) {
  ControlWriter w = writer();
  EXPECT_TRUE(w.publish(content_with(kServicesMax)));
  EXPECT_FALSE(w.publish(content_with(kServicesMax + 1)));
  ControlContent notices = content_with(1);
  notices.notices.resize(kNoticesMax - 1);
  EXPECT_TRUE(w.publish(notices));
  notices.notices.resize(kNoticesMax);
  EXPECT_FALSE(w.publish(notices));
  ControlContent steps = content_with(1);
  steps.doors[0].steps.resize(kStepsMax);
  EXPECT_TRUE(w.publish(steps));
  steps.doors[0].steps.resize(kStepsMax + 1);
  EXPECT_FALSE(w.publish(steps));
  ControlContent text = content_with(1);
  text.notices.resize(1);
  text.notices[0].texts["en"] = std::string(kNoticeTextBytesMax - 14, 'x');
  EXPECT_TRUE(w.publish(text));
  EXPECT_EQ(ControlReader::open(path())->notice(1)->texts["en"].size(), kNoticeTextBytesMax - 14);
  text.notices[0].texts["en"] += 'x';
  EXPECT_FALSE(w.publish(text));
}

// Doors are published so that all have the same share; a reader must never see two.
TEST_F(ControlSegment, ReadersSeeWholePublications) {
  ControlWriter w = writer();
  const auto publish = [&](std::uint16_t share) {
    ControlContent content = content_with(8);
    for (Door& door : content.doors)
      for (std::size_t i = 0; i < kStepsMax; ++i) {
        if (i > 0) door.steps.emplace_back();
        door.steps[i].share_permille = share;
        door.steps[i].at = kNow + std::chrono::seconds(i);
      }
    return w.publish(content);
  };
  ASSERT_TRUE(publish(1));
  std::atomic<bool> done{false};
  std::thread reading([&] {
    const auto reader = ControlReader::open(path());
    while (!done) {
      const CellView cell = reader->cell(5);
      DoorStep first;
      ASSERT_TRUE(unpack(cell.words[0], first));
      for (const std::uint64_t word : cell.words) {
        DoorStep step;
        ASSERT_TRUE(unpack(word, step));
        ASSERT_EQ(step.share_permille, first.share_permille);
      }
    }
  });
  for (std::uint16_t i = 0; i < 300; ++i) ASSERT_TRUE(publish(static_cast<std::uint16_t>(i % 1000)));
  done = true;
  reading.join();
}

}  // namespace
}  // namespace bulkhead::segment
