#include "segment/control_reader.h"

#include <algorithm>

#include "segment/control_bank.h"
#include "segment/shared_words.h"

namespace bulkhead::segment {
namespace {
constexpr std::size_t kEpochOffset = offsetof(ControlHeader, epoch);
}  // namespace

std::optional<DoorStep> CellView::at(BootTime now, std::optional<BootTime>* next) const {
  std::optional<DoorStep> current;
  for (const std::uint64_t word : words) {
    DoorStep step;
    if (!unpack(word, step)) break;
    // The first step holds already, whatever its instant says.
    if (current && step.at > now) {
      if (next) *next = step.at;
      break;
    }
    current = step;
  }
  return current;
}

Result<ControlReader> ControlReader::open(const std::string& path) {
  auto file = os::MappedFile::open_readonly(path);
  if (!file) return fail_as(file);
  if (Status fit = check_control_file(file->bytes()); !fit) return fail_as(fit);
  const std::uint64_t newest = load_word(file->bytes().data() + kEpochOffset, std::memory_order_acquire);
  if (newest == 0) return fail(ErrorCode::kUnavailable, "control segment: nothing was published yet");
  const auto whole = newest_whole_epoch(file->bytes());
  if (!whole) return fail(ErrorCode::kCorrupt, "control segment: neither bank is whole");
  ControlReader reader(std::move(*file));
  if (*whole != newest) reader.damaged_epoch_ = newest;
  return reader;
}

std::uint64_t ControlReader::epoch() const {
  const std::uint64_t epoch = load_word(file_.bytes().data() + kEpochOffset, std::memory_order_acquire);
  return epoch == damaged_epoch_ ? epoch - 1 : epoch;
}

template <typename Read>
auto ControlReader::stable(Read read) const {
  std::uint64_t before = epoch();
  auto value = read(before);
  for (int tries = 1; tries < kTriesMax; ++tries) {
    const std::uint64_t after = epoch();
    if (after == before) break;
    before = after;
    value = read(before);
  }
  return value;
}

CellView ControlReader::cell(std::uint16_t slot) const {
  if (slot >= kServicesMax) return {};
  return stable([&](std::uint64_t epoch) {
    Cell cell{};
    copy_from_shared(&cell, file_.bytes().data() + cells_at(epoch) + slot * sizeof(Cell), sizeof cell);
    return CellView{epoch, cell.name_hash, cell.steps};
  });
}

std::uint32_t ControlReader::cells() const { return std::min<std::uint32_t>(bank().cells, kServicesMax); }

std::optional<Notice> ControlReader::notice(NoticeIndex index) const {
  return stable([&](std::uint64_t epoch) { return read_notice(file_.bytes(), epoch, index); });
}

BankHeader ControlReader::bank() const {
  return stable([&](std::uint64_t epoch) { return read_bank_header(file_.bytes(), epoch); });
}

BootTime ControlReader::heartbeat_boot() const {
  return BootTime(Milliseconds(static_cast<std::int64_t>(
      load_word(file_.bytes().data() + offsetof(ControlHeader, heartbeat_boot_ms)))));
}

RealTime ControlReader::heartbeat_real() const {
  return RealTime(Milliseconds(static_cast<std::int64_t>(
      load_word(file_.bytes().data() + offsetof(ControlHeader, heartbeat_real_ms)))));
}

Result<ControlContent> ControlReader::content() const {
  return stable([&](std::uint64_t epoch) { return Result<ControlContent>(read_bank(file_.bytes(), epoch)); });
}

}  // namespace bulkhead::segment
