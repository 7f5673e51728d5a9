// A drill as it might have gone, for tests and for looking at its report: made up, but the same every time.

#pragma once

#include "drill/report/result.h"

namespace bulkhead::drill {

/// Six services, six groups, four arms played and one not.
DrillResult sample_result();

/// As large as a report must bear: 30 minutes, 16 services, 5 arms, 32 groups, long names.
DrillResult largest_result();

/// Every text that comes from elsewhere tries to break out of where it is written.
DrillResult hostile_result();

}  // namespace bulkhead::drill
