// What a link does when it matches, as the program has it.

#pragma once

#include <vector>

#include "compile/rules/build.h"
#include "compile/rules/sources.h"
#include "program/rules/layout.h"

namespace bulkhead::compile {

/// The heads of rules, to say which ones a ctl:ruleRemove… means.
struct HeadOf {
  const seclang::Rule* rule = nullptr;
  std::uint32_t link = 0;
};

/// Writes the actions of `link` into two runs and says where they are in `record`.
void put_actions(Build& build, const seclang::Link& link, const std::vector<HeadOf>& heads, std::size_t words,
                 program::rules::LinkRecord& record);

}  // namespace bulkhead::compile
