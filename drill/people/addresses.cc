#include "drill/people/addresses.h"

#include <cstddef>

namespace bulkhead::drill {

std::string address_in(std::span<const Network> networks, std::uint64_t number) {
  const Network& network = networks[number % networks.size()];
  Address address = network.address;
  // An odd factor moves k bits onto themselves, each value once: numbers that differ give addresses that differ, until the
  // network has no more. This one (2^64 divided by the golden ratio) spreads neighbours far apart.
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;
  // The last bit is always set: an address of only zeros behind the prefix is the network's own.
  std::uint64_t bits = (number / networks.size() * kSpread) << 1 | 1;
  for (int bit = 127; bit >= network.prefix_bits && bit >= 64; --bit, bits >>= 1)
    if ((bits & 1) != 0)
      address.bytes[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(1u << (7 - bit % 8));
  return address.text();
}

}  // namespace bulkhead::drill
