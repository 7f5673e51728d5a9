// The rule at the end of a time zone file: when summer time begins and ends in years that the file does not list.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/zone.h"

namespace bulkhead::policy {

/// "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX 2017, XBD §8.3, with the hours from -167 to 167 of RFC 8536 §3.3.1).
struct ZoneRule {
  /// A day of each year, and the seconds from its local midnight.
  struct Day {
    enum class Kind : std::uint8_t { kMonthWeekday, kYearDay, kYearDayWithoutLeap };
    Kind kind = Kind::kMonthWeekday;
    unsigned month = 1, week = 1, weekday = 0;  ///< Week 5 is the last one; Sunday is 0.
    unsigned day = 0;  ///< Of the year, from 0, or from 1 where leap days do not count.
    std::int32_t time_s = 2 * 3'600;
  };
  struct Summer {
    std::int32_t offset_s = 0;
    Day begins, ends;
  };

  std::int32_t offset_s = 0;  ///< Added to UTC outside summer time.
  std::optional<Summer> summer;
};

/// Fails with kInvalid where the text is not one whole rule. Summer time without its dates is refused: what POSIX
/// leaves to the system would differ between machines.
Result<ZoneRule> parse_zone_rule(std::string_view text);

/// When summer time begins and ends in `year`. Requires: rule.summer.
struct SummerOfYear {
  ZoneChange begins, ends;
};
SummerOfYear summer_of(const ZoneRule& rule, int year);

}  // namespace bulkhead::policy
