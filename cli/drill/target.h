// A drill's --target: a gateway that runs already.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "drill/drill.h"

namespace bulkhead::cli {

struct TargetWords {
  std::optional<std::string> target;
  std::optional<std::string> key;
  std::optional<std::string> from;
  std::optional<std::string> policy;
  bool live = false;
};

/// --target, --key, --from, --policy and --live.
std::vector<Parameter> target_parameters(TargetWords& words);

/// Addresses are numeric, so that what is checked is what is loaded. Fails with kInvalid, or as reading the policy does. Requires:
/// words.target is there.
Result<drill::TargetOptions> target_of(const TargetWords& words);

}  // namespace bulkhead::cli
