// A drill's result for a terminal: the arms side by side.

#pragma once

#include <string>

#include "drill/report/result.h"

namespace bulkhead::drill {

/// Plain text, one column an arm, lines of at most 100 columns. Names and reasons of others can neither break a line nor
/// reach the terminal's own commands.
std::string report_text(const DrillResult& result);

}  // namespace bulkhead::drill
