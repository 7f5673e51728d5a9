// A rule set as text: for golden tests, for reviews, for `bulkhead rules show`.

#pragma once

#include <string>

#include "seclang/rule_set.h"

namespace bulkhead::seclang {

/// The rules in SecLang again, each with everything that holds for it written out: defaults, updates, the phase. Words
/// of files and positions are comments. Reading the text gives the same rule set but for positions, as long as the files
/// that operators name are still there.
///
/// Cost       Linear in the rule set.
std::string dump(const RuleSet& rules);

/// One rule with its chain, as dump() writes it.
std::string dump(const Rule& rule);

}  // namespace bulkhead::seclang
