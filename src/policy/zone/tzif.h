// The bytes of a time zone file (TZif, RFC 8536) → the zone's table of offsets for the years that a page can name.
//
//     "TZif" version | six counts | data with 32-bit times   skipped
//     "TZif" version | six counts | data with 64-bit times   read
//     "\n" rule for later years "\n"                         read (zone_rule.h)

#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"

namespace bulkhead::policy {

/// The years that a table covers, both included: before, the first offset holds, and after, the last. Orders and what
/// is told of them lie well inside.
inline constexpr int kZoneYearFirst = 2020;
inline constexpr int kZoneYearLast = 2060;

/// Far more than any file of the IANA database has (3.5 KiB).
inline constexpr std::size_t kZoneFileBytesMax = 64u << 10;

/// Reads the table: its first entry is from 1 January of kZoneYearFirst, UTC; each later one has another offset than the
/// one before. Files that hold the same times in different ways ("fat" and "slim") give the same table.
///
/// Errors     kInvalid for whatever is no whole file of version 2 or later, for one that counts leap seconds, and for
///            offsets beyond kZoneOffsetSecondsMax; kLimit for more than kZoneChangesMax entries. The bytes may be any.
/// Cost       Linear in the bytes.
Result<std::vector<ZoneChange>> parse_tzif(std::string_view bytes);

}  // namespace bulkhead::policy
