// Reads the directives that set something for the engine as a whole. Internal.

#pragma once

#include "seclang/context.h"
#include "seclang/order.h"
#include "seclang/settings.h"

namespace bulkhead::seclang {

/// Applies `order` to `settings`; reports what is wrong with it. A later directive replaces an earlier one.
void read_setting(const Order& order, Settings& settings, Context& context);

}  // namespace bulkhead::seclang
