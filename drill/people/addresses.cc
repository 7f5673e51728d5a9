#include "drill/people/addresses.h"

#include "drill/people/dice.h"

namespace bulkhead::drill {

std::string address_in(std::span<const Network> networks, std::uint64_t number) {
  const Network& network = networks[number % networks.size()];
  Address address = network.address;
  // Host bits come from the mixed number, but never all zeros: that is the network's own.
  std::uint64_t bits = Dice::mixed(number) | 1;
  for (int bit = 127; bit >= network.prefix_bits && bit >= 64; --bit, bits >>= 1)
    if ((bits & 1) != 0) address.bytes[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(1u << (7 - bit % 8));
  return address.text();
}

}  // namespace bulkhead::drill
