// For this folder only: the orders that cover one service, found once and asked many times.

#pragma once

#include <span>
#include <vector>

#include "base/time.h"
#include "posture/order.h"
#include "posture/posture.h"

namespace bulkhead::posture {

using Covering = std::vector<const Order*>;
Covering covering(std::span<const Order> orders, const ServicePlace& place);

enum class Drain { kAsOrdered, kOver };

/// resolve() and resolve_settled(), of orders that all cover the same service.
Posture resolve_among(const Covering& orders, BootTime now, Drain drain);

}  // namespace bulkhead::posture
