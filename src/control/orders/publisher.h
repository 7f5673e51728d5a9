// How orders reach the workers. The daemon's implementation writes control.seg.

#pragma once

#include <span>

#include "base/result.h"
#include "base/time.h"
#include "posture/order.h"

namespace bulkhead::control {

/// Threads    Called from the one thread that owns the OrderBook.
/// Errors     A failure means that workers go on with what they had; OrderBook::tick tries again.
class Publisher {
 public:
  virtual ~Publisher() = default;

  /// Makes these orders, and no others, what workers obey. Called again whenever orders change and whenever a
  /// schedule that was cut off needs its next steps.
  virtual Status publish(std::span<const posture::Order> in_force, BootTime now) = 0;

  /// Makes every door that `order` covers at least as strict as the order says, and leaves all else alone (see
  /// posture::stricter_of). Only for `close --direct` when the orders on record cannot be read.
  virtual Status tighten(const posture::Order& order, BootTime now) {
    static_cast<void>(order), static_cast<void>(now);
    return fail(ErrorCode::kUnavailable, "this publisher cannot tighten without knowing all orders");
  }
};

}  // namespace bulkhead::control
