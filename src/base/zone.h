// The local time of one place: a short table of what has to be added to UTC, and from when on.
//
// A value that travels from the policy through the image to the pages. Where the table comes from is policy/zone;
// here is only the look-up. Instants stay UTC everywhere: local time is for people to read.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace bulkhead {

/// From `from_s` (seconds since 1970-01-01 UTC) on, local time is UTC plus `offset_s`.
struct ZoneChange {
  std::int64_t from_s = 0;
  std::int32_t offset_s = 0;
  bool operator==(const ZoneChange&) const = default;
};

/// Most zones with summer time have 83 from 2020 to 2060, two a year; Asia/Gaza, which suspends it for Ramadan, 113.
inline constexpr std::size_t kZoneChangesMax = 128;
/// The longest name of the IANA database has 32.
inline constexpr std::size_t kZoneNameBytesMax = 64;
/// RFC 8536 §3.2: more than -25 h and less than 26 h.
inline constexpr std::int32_t kZoneOffsetSecondsMax = 26 * 3'600;

inline constexpr std::string_view kUtcName = "UTC";

/// Cost       A look-up is a binary search in at most kZoneChangesMax entries; only copying a Zone allocates.
/// Threads    Immutable once made: thread-safe.
struct Zone {
  std::string name{kUtcName};       ///< IANA name: "Europe/Tirane"; "UTC" has no changes.
  std::vector<ZoneChange> changes;  ///< Ascending; before the first its offset holds too. Empty: UTC.

  bool is_utc() const { return name == kUtcName; }

  /// What is added to UTC at that instant.
  std::int32_t offset_s(RealTime at) const;

  /// An instant whose UTC reading is the local time at `at`. Far outside the years 0 to 9999 it is the nearest
  /// that is inside.
  RealTime local(RealTime at) const;

  /// True in the hours around the end of summer time that the clocks of the place show twice.
  bool is_repeated(RealTime at) const;

  bool operator==(const Zone&) const = default;
};

/// UTC, for whoever has not been told a zone.
const Zone& utc();

/// "+02:00", "-03:30": always six characters. Seconds, which no zone has had since 1972, are cut off.
std::string utc_offset_text(std::int32_t offset_s);

}  // namespace bulkhead
