#include "gate/doors.h"

#include <utility>

namespace bulkhead::gate {

Doors::Doors(std::string path, const std::string& boot_id)
    : path_(std::move(path)), boot_id_(segment::boot_id_bytes(boot_id)) {}

Status Doors::open() {
  const auto identity = os::identify_file(path_);
  if (!identity) return fail_as(identity);
  if (reader_ && *identity == identity_) return {};
  auto reader = segment::ControlReader::open(path_);
  if (!reader) return fail_as(reader);
  reader_.emplace(std::move(*reader));
  identity_ = *identity;
  checked_epoch_ = 0;
  return {};
}

bool Doors::published_in_this_boot() const {
  const std::uint64_t epoch = reader_->epoch();
  if (epoch != checked_epoch_) {
    checked_same_boot_ = reader_->bank().boot_id == boot_id_;
    checked_epoch_ = epoch;
  }
  return checked_same_boot_;
}

std::optional<segment::DoorStep> Doors::step(std::uint16_t slot, std::uint64_t name_hash, BootTime now,
                                             std::optional<BootTime>* next) const {
  if (!reader_) return std::nullopt;
  const segment::CellView cell = reader_->cell(slot);
  if (cell.name_hash != name_hash) return std::nullopt;
  if (published_in_this_boot()) return cell.at(now, next);
  auto step = cell.at(reader_->heartbeat_boot());
  if (step) step->draining = false;
  return step;
}

std::optional<Doors::Found> Doors::find(std::uint64_t name_hash, BootTime now) const {
  if (!reader_ || name_hash == 0) return std::nullopt;
  const std::uint32_t cells = reader_->cells();
  for (std::uint32_t slot = 0; slot < cells; ++slot)
    if (const auto found = step(static_cast<std::uint16_t>(slot), name_hash, now))
      return Found{static_cast<std::uint16_t>(slot), *found};
  return std::nullopt;
}

std::optional<segment::Notice> Doors::notice(segment::NoticeIndex index) const {
  return reader_ ? reader_->notice(index) : std::nullopt;
}

}  // namespace bulkhead::gate
