// Names of time zones.

#pragma once

#include <string>
#include <string_view>

#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads a name as the IANA database forms them: "Europe/Tirane", "America/Argentina/Ushuaia", "Etc/GMT+5", at most
/// kZoneNameBytesMax. The spellings of UTC come out as "UTC". Whether there is such a zone the name does not tell; it
/// does not lead out of a folder.
Parsed<std::string> parse_zone_name(std::string_view text);

}  // namespace bulkhead::policy
