// What `bulkhead run` says when everything is up.

#pragma once

#include <string>

#include "cli/run/plan.h"

namespace bulkhead::cli {

/// Addresses, and three things to try in another terminal that work as they are printed. `uid` runs it: root is told to be
/// ana, because root acts only with --alone.
std::string welcome_text(const Plan& plan, std::uint32_t uid);

/// The same facts as an object.
std::string welcome_json(const Plan& plan);

}  // namespace bulkhead::cli
