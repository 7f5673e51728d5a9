// A drill's result as JSON, for programs: everything that was counted. schema/drill-report.schema.json says what is what.

#pragma once

#include <string>

#include "drill/report/result.h"

namespace bulkhead::drill {

/// One line of JSON with a line end. Keys stand in a fixed order: the same result is the same text.
///
/// Memory     A few times the text, which takes about 9 bytes for each second, service and arm: 2 MB for half an hour of 16
///            services and five arms.
std::string report_json(const DrillResult& result);

}  // namespace bulkhead::drill
