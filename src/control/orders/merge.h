// One order in place of several of the same scope, when there is room for no more.

#pragma once

#include <span>

#include "posture/order.h"

namespace bulkhead::control {

/// An order of `placed`'s id, author and reason that is at every time at least as strict as `placed` and each of
/// `others` (same scope and rank), and lasts at least as long as the longest of them: its level is the strictest, its
/// share the smallest, its cause the one that ends hardest.
posture::Order merged(const posture::Order& placed, std::span<const posture::Order* const> others);

}  // namespace bulkhead::control
