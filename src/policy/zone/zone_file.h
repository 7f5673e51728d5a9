// A time zone by its name, from the files of this machine.

#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/zone.h"

namespace bulkhead::policy {

/// Where tzdata puts the zones of the IANA database.
inline constexpr const char* kZoneFolder = "/usr/share/zoneinfo";

/// Reads the zone. UTC needs no file. Requires: `name` is one of parse_zone_name().
///
/// Errors     kNotFound when no file of `folder` has this name; kUnavailable when there is no such folder, so that
///            nobody can tell; kInvalid and kLimit as parse_tzif().
Result<Zone> read_zone(const std::string& name, const std::string& folder = kZoneFolder);

/// The zone of the same region whose name is nearest: "Europe/Tirane" for "Europe/Tirana".
std::optional<std::string> nearest_zone(const std::string& name, const std::string& folder = kZoneFolder);

}  // namespace bulkhead::policy
