#include "base/zone.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace bulkhead {
namespace {

// Years of four digits and some days around them: adding an offset to these cannot overflow.
constexpr std::int64_t kLocalMsMin = -62'168'000'000'000;
constexpr std::int64_t kLocalMsMax = 253'403'000'000'000;

}  // namespace

std::int32_t Zone::offset_s(RealTime at) const {
  if (changes.empty()) return 0;
  const std::int64_t at_s = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  const auto after = std::ranges::upper_bound(changes, at_s, {}, &ZoneChange::from_s);
  return after == changes.begin() ? after->offset_s : std::prev(after)->offset_s;
}

bool Zone::is_repeated(RealTime at) const {
  const std::int64_t at_s = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  for (std::size_t i = 1; i < changes.size(); ++i) {
    const std::int64_t back_s = changes[i - 1].offset_s - changes[i].offset_s;
    if (at_s >= changes[i].from_s - back_s && at_s < changes[i].from_s + back_s) return true;
  }
  return false;
}

RealTime Zone::local(RealTime at) const {
  const std::int32_t offset = offset_s(at);
  if (offset == 0) return at;
  const std::int64_t ms = std::clamp(at.time_since_epoch().count(), kLocalMsMin, kLocalMsMax);
  return RealTime(Milliseconds(ms) + std::chrono::seconds(offset));
}

const Zone& utc() {
  static const Zone zone;
  return zone;
}

std::string utc_offset_text(std::int32_t offset_s) {
  const std::int32_t minutes = std::abs(offset_s) / 60;
  return fmt::format("{}{:02}:{:02}", offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace bulkhead
