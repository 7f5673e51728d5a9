// Applies SecRuleRemove… and SecRuleUpdate… to what has been read. Internal.

#pragma once

#include "seclang/context.h"
#include "seclang/draft.h"

namespace bulkhead::seclang {

/// Applies every exclusion to every rule it names, wherever in the files either stands, as ModSecurity 3 does; one that
/// reaches no rule is warned of. Ids and removals mean whole rules, tags and messages of updates single links.
///
/// Cost       The rules, sorted, plus what each exclusion reaches.
void apply_exclusions(Draft& draft, Context& context);

}  // namespace bulkhead::seclang
