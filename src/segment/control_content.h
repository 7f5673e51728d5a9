// What one publication of control.seg says, as a value: built by the daemon, written by ControlWriter, read back
// by `close --direct` and by tests.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "segment/control_layout.h"

namespace bulkhead::segment {

struct Door {
  std::uint16_t slot = 0;
  std::uint64_t name_hash = 0;
  std::vector<DoorStep> steps;  ///< 1 to kStepsMax, ascending.
};

struct Notice {
  Id order;
  RealTime since;
  std::optional<RealTime> until;
  std::map<std::string, std::string> texts;  ///< By language; empty: stock phrase.
  bool operator==(const Notice&) const = default;
};

struct ControlContent {
  std::array<std::uint8_t, 16> boot_id{};  ///< boot_id_bytes() of the boot that the instants belong to.
  BootTime anchor_boot;
  RealTime anchor_real;
  std::uint64_t image_version = 0;
  std::uint64_t staged_version = 0;
  std::uint32_t staged_slot = 0;
  std::uint16_t gateway_id = 1;
  std::array<SegmentKey, 2> local_keys{};
  std::vector<Door> doors;
  std::vector<Notice> notices;  ///< notices[i] has NoticeIndex i + 1.
};

/// Ties a cell to a service by name, so that a slot read with the wrong image is noticed.
/// 64-bit FNV-1a, never 0: a label, not a defence.
std::uint64_t hash_name(std::string_view service);

/// A boot id's text, digested to 16 bytes.
std::array<std::uint8_t, 16> boot_id_bytes(std::string_view boot_id);

}  // namespace bulkhead::segment
