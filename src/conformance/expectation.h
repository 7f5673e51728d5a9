// Whether what was seen is what was to be seen.

#pragma once

#include <string>

#include "base/result.h"
#include "conformance/target.h"
#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// Empty when everything is as expected; else what is not, with what was seen: "expected 942100, got 920350 949110".
///
/// Errors   kInvalid when one of the regexes is none.
Result<std::string> difference(const Expectation& expected, const Observed& observed);

/// "920350 949110"; "nothing" for none.
std::string list_of(const std::vector<std::uint32_t>& ids);

}  // namespace bulkhead::conformance
