// The other gateways of the same agency.
//
// Every order and every act of policy is told to the peers after it is on record here. The first implementation is alone;
// what shares orders between gateways implements the same two calls.

#pragma once

#include <string_view>

#include "base/result.h"
#include "posture/order.h"

namespace bulkhead::control {

/// Threads    Called from the one thread that owns the OrderBook; must not wait.
/// Errors     A failure is shown as a warning; it never undoes what happened here.
class Peers {
 public:
  virtual ~Peers() = default;
  /// How status shows it: "alone".
  virtual std::string_view mode() const = 0;
  virtual Status order_placed(const posture::Order& order) = 0;
  virtual Status order_ended(const posture::Order& order) = 0;
};

/// A gateway that shares with nobody.
class Alone final : public Peers {
 public:
  std::string_view mode() const override { return "alone"; }
  Status order_placed(const posture::Order&) override { return {}; }
  Status order_ended(const posture::Order&) override { return {}; }
};

}  // namespace bulkhead::control
