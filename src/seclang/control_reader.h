// Reads `ctl:option=value`. Internal.

#pragma once

#include <optional>

#include "seclang/context.h"
#include "seclang/raw_action.h"
#include "seclang/rule.h"

namespace bulkhead::seclang {

/// The control; nothing after an error, and nothing after a warning for one that has no effect.
std::optional<Control> read_control(const RawAction& action, Context& context);

}  // namespace bulkhead::seclang
