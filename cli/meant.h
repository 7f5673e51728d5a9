// "Did you mean …?" for names of services and compartments.

#pragma once

#include <string>

#include "cli/json.h"

namespace bulkhead::cli {

/// ": did you mean tax-filing?" for the nearest that an order can name, by the services of GET /status; empty when
/// nothing is near.
std::string did_you_mean(JsonView services, const std::string& scope);

}  // namespace bulkhead::cli
