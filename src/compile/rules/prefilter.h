// The tables by which a scan tells which links may match: literals and byte classes, per side.

#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "compile/rules/needs.h"
#include "compile/rules/sources.h"
#include "program/rules/layout.h"
#include "program/rules/writer.h"

namespace bulkhead::compile {

/// A link whose values are filtered, and on which sides they are.
struct FilteredLink {
  std::uint32_t link = 0;
  const Needs* needs = nullptr;
  std::array<bool, program::rules::kSides> sides{};
};

/// Writes the filters and class tables of both sides, and what each of `links_count` links needs.
///
/// Errors  kLimit when there are more literals than a filter holds.
Status write_prefilter(program::rules::RuleProgramWriter& writer, const std::vector<FilteredLink>& links,
                       std::uint32_t links_count);

}  // namespace bulkhead::compile
