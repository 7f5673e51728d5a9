// A drill's result as one page: for whoever decides and for whoever builds.

#pragma once

#include <string>

#include "drill/report/result.h"

namespace bulkhead::drill {

/// An HTML file that needs nothing else: no script, no picture, no network. It may be sent by mail and opened in ten years.
///
/// Memory     At most kReportBytesMax for a drill of 30 minutes, 16 services, 5 arms, 32 groups and 60 attacks, whatever
///            they are called: texts are cut, charts have a fixed number of points, lists end with how many more there are.
std::string report_html(const DrillResult& result);

inline constexpr std::size_t kReportBytesMax = 1'000'000;

}  // namespace bulkhead::drill
