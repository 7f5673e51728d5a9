// Addresses that people and attackers come from.

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/address.h"

namespace bulkhead::drill {

/// The `number`-th address out of `networks`: numbers that follow each other fall into different networks and, inside of one,
/// far apart. The same number is always the same address. Requires: networks is not empty.
std::string address_in(std::span<const Network> networks, std::uint64_t number);

}  // namespace bulkhead::drill
