// Until when something holds, as people write it.

#pragma once

#include <string_view>

#include "base/time.h"
#include "base/zone.h"
#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads "2027-01-31", which is to the end of that day in `zone`, or a point in time of RFC 3339.
Parsed<RealTime> parse_end(std::string_view text, const Zone& zone);

}  // namespace bulkhead::policy
