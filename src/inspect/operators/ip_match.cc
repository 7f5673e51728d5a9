// @ipMatch, @ipMatchFromFile: the value is an address in one of the networks.

#include "inspect/operators/operator.h"

#include "base/address.h"

namespace bulkhead::inspect::operators {

bool ip_match(const Question& question, Match& match) {
  const auto address = Address::parse(question.value);
  if (!address.has_value()) return false;
  for (const program::rules::NetworkRecord& network : question.state.program.networks(question.link)) {
    if (!Network(Address(network.address), static_cast<std::uint8_t>(network.prefix_bits)).contains(*address))
      continue;
    match.end = question.value.size();
    return true;
  }
  return false;
}

}  // namespace bulkhead::inspect::operators
