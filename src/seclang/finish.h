// Makes the rule set of what has been read: defaults merged, removed rules left out, markers found. Internal.

#pragma once

#include "seclang/context.h"
#include "seclang/draft.h"
#include "seclang/rule_set.h"

namespace bulkhead::seclang {

/// `draft` is used up.
RuleSet finish(Draft draft, Context& context);

}  // namespace bulkhead::seclang
