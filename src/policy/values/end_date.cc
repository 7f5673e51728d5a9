#include "policy/values/end_date.h"

#include "base/timestamp.h"

namespace bulkhead::policy {

namespace {

constexpr std::size_t kDateBytes = 10;  // 2027-01-31

/// The instant at which clocks of the zone show `local`. Where they skip it, as they may at midnight, it is one within
/// the hour that is skipped or beside it.
RealTime instant_of(RealTime local, const Zone& zone) {
  const auto offset = [&](RealTime at) { return std::chrono::seconds(zone.offset_s(at)); };
  return local - offset(local - offset(local));
}

}  // namespace

Parsed<RealTime> parse_end(std::string_view text, const Zone& zone) {
  if (text.size() == kDateBytes) {
    const Result<RealTime> day = parse_rfc3339(std::string(text) + "T00:00:00Z");
    if (day) return instant_of(*day + std::chrono::hours(24), zone);
  } else if (const Result<RealTime> at = parse_rfc3339(text)) {
    return *at;
  }
  return refuse("this is neither a date nor a point in time",
                "2027-01-31, which is to the end of that day, or 2027-01-31T12:00:00+01:00");
}

}  // namespace bulkhead::policy
