// Splits a list of actions into names and values. Internal.

#pragma once

#include <vector>

#include "lexicon/action.h"
#include "seclang/context.h"
#include "seclang/line.h"

namespace bulkhead::seclang {

/// One action as it is written.
struct RawAction {
  lexicon::Action action{};
  Part name;
  Part value;  ///< Without its quotes; empty when there is none.
  bool has_value = false;
};

/// The actions of the list. Unknown and unsupported ones, missing and superfluous values are reported and left out.
std::vector<RawAction> split_actions(Part list, Context& context);

}  // namespace bulkhead::seclang
