// What a run has to say, for people and for scripts.

#pragma once

#include <string>

#include "conformance/run.h"

namespace bulkhead::conformance {

/// Counts, every failure that is not listed, and every listed test that passed; with `all_failures` the listed ones as well. One
/// line each:
///
///     942100-3 stage 1: expected 942100, got status 200 and 920350
std::string report_text(const Report& report, bool all_failures);

/// The same as one JSON object, always with all failures, and with what was seen of each stage.
std::string report_json(const Report& report);

}  // namespace bulkhead::conformance
