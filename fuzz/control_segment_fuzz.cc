// control.seg as a damaged disk or a writer gone wrong leaves it, read as a worker reads it: once damaged before it is
// opened, once under a reader that has it open. No look-up may leave the mapping, or bring more than a notice can hold.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "fuzz/scratch_folder.h"
#include "segment/control_reader.h"
#include "segment/control_writer.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::segment;

constexpr BootTime kNow{std::chrono::hours(10)};

ControlContent content(std::uint64_t version) {
  ControlContent content;
  content.boot_id.fill(7);
  content.image_version = version;
  content.local_keys[0].id = 1;
  for (std::uint16_t slot = 0; slot < 3; ++slot) {
    DoorStep now;
    now.level = posture::Level::kClosed;
    now.notice = 1;
    DoorStep later;
    later.at = kNow + std::chrono::hours(slot);
    content.doors.push_back({slot, hash_name("service" + std::to_string(slot)), {now, later}});
  }
  content.notices.push_back(
      {Id::from_words(1, 2), RealTime(std::chrono::hours(9)), {}, {{"en", "Closed."}, {"sq", "Mbyllur."}}});
  content.notices.push_back({Id::from_words(1, 3), RealTime(std::chrono::hours(9)), {}, {}});
  return content;
}

void look_everything_up(const ControlReader& reader) {
  (void)reader.epoch();
  (void)reader.bank();
  (void)reader.heartbeat_boot();
  (void)reader.heartbeat_real();
  for (const unsigned slot : {0u, 1u, 2u, 3u, 4'095u, 4'096u, 65'535u}) {
    std::optional<BootTime> next;
    const CellView cell = reader.cell(static_cast<std::uint16_t>(slot));
    const auto step = cell.at(kNow, &next);
    if (step)
      BULKHEAD_ASSERT(step->level <= posture::Level::kClosed && step->share_permille <= posture::kShareAll);
  }
  for (const unsigned index : {0u, 1u, 2u, 3u, 511u, 512u, 2'047u}) {
    const auto notice = reader.notice(static_cast<NoticeIndex>(index));
    std::size_t bytes = 0;
    if (notice)
      for (const auto& [language, text] : notice->texts) bytes += language.size() + text.size();
    BULKHEAD_ASSERT(bytes <= kNoticeTextBytesMax);
  }
  const auto all = reader.content();
  BULKHEAD_ASSERT(all && all->doors.size() <= kServicesMax && all->notices.size() < kNoticesMax);
}

/// The bytes that are in use: header, and of either bank its header, the first cells and the first notices.
std::vector<std::size_t> places() {
  std::vector<std::size_t> all;
  const auto add = [&](std::size_t from, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) all.push_back(from + i);
  };
  add(0, sizeof(ControlHeader));
  for (const std::uint64_t epoch : {0u, 1u}) {
    add(bank_at(epoch), sizeof(BankHeader));
    add(cells_at(epoch), 3 * sizeof(Cell));
    for (const std::size_t notice : {1u, 2u}) add(notice_at(epoch, notice), 128);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const fuzz::ScratchFolder folder;
  static const std::string path = folder.file("control.seg");
  static const os::MappedFile file = [] {
    auto writer = ControlWriter::open(path);
    BULKHEAD_ASSERT(writer && writer->publish(content(1)) && writer->publish(content(2)));
    return os::MappedFile::open_readwrite(path).value();
  }();
  static const std::vector<std::size_t> kPlaces = places();

  const auto open_before = ControlReader::open(path);
  BULKHEAD_ASSERT(open_before);
  std::vector<std::pair<std::size_t, std::byte>> undo;
  fuzz::for_each_patch(bytes, size, [&](std::size_t at, std::byte flip) {
    std::byte& byte = file.writable_bytes()[kPlaces[at % kPlaces.size()]];
    byte ^= flip;
    undo.emplace_back(kPlaces[at % kPlaces.size()], flip);
  });
  look_everything_up(*open_before);
  if (const auto open_after = ControlReader::open(path)) look_everything_up(*open_after);
  for (const auto& [at, flip] : undo) file.writable_bytes()[at] ^= flip;
  return 0;
}
