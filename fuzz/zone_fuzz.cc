// Any bytes as a time zone file. What is accepted is a table that an image takes: ascending, bounded, each entry a
// change; and any bytes as the rule at its end, whose years then come one after the other.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/check.h"
#include "policy/zone/tzif.h"
#include "policy/zone/zone_rule.h"

namespace {

using namespace bulkhead;

void check_table(const std::vector<ZoneChange>& table) {
  BULKHEAD_ASSERT(!table.empty() && table.size() <= kZoneChangesMax);
  for (std::size_t i = 0; i < table.size(); ++i) {
    BULKHEAD_ASSERT(table[i].offset_s >= -kZoneOffsetSecondsMax &&
                    table[i].offset_s <= kZoneOffsetSecondsMax);
    if (i == 0) continue;
    BULKHEAD_ASSERT(table[i - 1].from_s < table[i].from_s);
    BULKHEAD_ASSERT(table[i - 1].offset_s != table[i].offset_s);
  }
  const Zone zone{"Fuzz", table};
  for (const RealTime at : {RealTime::min(), RealTime{}, RealTime::max()}) {
    (void)zone.local(at);
    (void)zone.is_repeated(at);
  }
}

void check_rule(std::string_view text) {
  const auto rule = policy::parse_zone_rule(text);
  if (!rule || !rule->summer) return;
  const auto year = policy::summer_of(*rule, 2030);
  const auto next = policy::summer_of(*rule, 2031);
  BULKHEAD_ASSERT(year.begins.from_s < next.begins.from_s && year.ends.from_s < next.ends.from_s);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // A block of exactly this size, so that one byte too far is noticed.
  const auto exact = std::make_unique<char[]>(size);
  std::copy_n(bytes, size, exact.get());
  const std::string_view file(exact.get(), size);
  if (const auto table = policy::parse_tzif(file)) check_table(*table);
  check_rule(file);
  return 0;
}
