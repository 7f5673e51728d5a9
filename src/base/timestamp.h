// Real time as text, and durations as people write them. Times outside the years 0 to 9999 are written as
// the nearest that is inside.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead {

/// "2026-07-17T02:14:07Z" (RFC 3339, UTC, whole seconds).
std::string rfc3339(RealTime at);

/// "2026-07-17T02:14:07.123Z".
std::string rfc3339_ms(RealTime at);

/// "Fri, 17 Jul 2026 02:14:07 GMT" (RFC 9110 §5.6.7, IMF-fixdate).
std::string http_date(RealTime at);

/// Reads RFC 3339 with a zone ("Z" or "+02:00"), with or without fractions, of which milliseconds count.
Result<RealTime> parse_rfc3339(std::string_view text);

/// Reads "90s", "10m", "1h", "1h30m", "2d", "250ms". No sign, no blanks, units from large to small.
/// At most 366 days; more is kLimit.
Result<Milliseconds> parse_duration(std::string_view text);

/// "1 h 05 min", "45 s", "3 d 4 h", "10 min", "250 ms": two units at most, rounded down; negative is "0 s".
std::string duration_text(Milliseconds duration);

}  // namespace bulkhead
