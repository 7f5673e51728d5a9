// Instants and lengths of time as people on duty write and read them.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::cli {

/// "02:14" when within 20 hours of `now` either way, else "17 Jul 02:14"; in the zone of the terminal ($TZ).
std::string local_time(RealTime at, RealTime now);

/// "2026-07-17 02:14:07 +02:00".
std::string local_time_with_zone(RealTime at);

/// How an order of that cause ends, in words: "until 02:14", "at 02:14 a person decides: …", "until a person opens
/// it". What time alone does not end is never said to end by it.
std::string ending_text(std::string_view cause, std::optional<RealTime> until, RealTime now);

/// Reads --until: RFC 3339, or "18:30" (the next time it is that time here).
Result<RealTime> parse_until(std::string_view text, RealTime now);

/// Reads an instant of the daemon; the epoch when it is none.
RealTime instant(std::string_view rfc3339_text);

}  // namespace bulkhead::cli
