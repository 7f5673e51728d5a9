// Reads lists of variables: `ARGS|!ARGS:q|&REQUEST_HEADERS:/^x-/|XML:/*`. Internal.

#pragma once

#include <optional>
#include <vector>

#include "seclang/context.h"
#include "seclang/rule.h"

namespace bulkhead::seclang {

/// The members of the list, separated by | or a comma. Members with an error are left out after it is reported.
std::vector<Target> read_targets(Part list, Context& context);

/// A single variable without `!` and `&`, as in ctl:ruleRemoveTargetById=1;ARGS:q.
std::optional<Target> read_target(Part member, Context& context);

}  // namespace bulkhead::seclang
