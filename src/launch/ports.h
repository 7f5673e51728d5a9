// The ports that `bulkhead run` needs: are they free, and how all of them are moved.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/policy.h"

namespace bulkhead::launch {

struct NeededPort {
  std::string address;  ///< "127.0.0.1"
  std::uint16_t port = 0;
  std::string of;  ///< "the gateway", "tax-filing"
};

/// Those of the gateway's listeners and, with `upstreams`, of its services on loopback; each address and port once.
std::vector<NeededPort> needed_ports(const policy::Policy& policy, bool upstreams);

/// Fails with kConflict, naming all that are taken and how to move.
Status check_ports_free(const std::vector<NeededPort>& ports);

/// The first base from `from` on, in steps of 16, at which as many ports as `ports` names are free on loopback just now. Below
/// the range from which the system gives ports to outgoing connections, so that a program which is started again finds its
/// port free. Fails with kConflict.
Result<std::uint32_t> free_base(const std::vector<NeededPort>& ports, std::uint32_t from);

/// `base`, `base` + 1, … for the ports of `ports`, in order. Fails when they would leave 1024 to 65535.
Result<std::map<std::uint16_t, std::uint16_t>> moves_to(const std::vector<NeededPort>& ports,
                                                        std::uint32_t base);

/// `text` with every "ADDRESS:PORT" of loopback written for the port it moves to.
std::string with_ports_moved(std::string_view text, const std::map<std::uint16_t, std::uint16_t>& moves);

}  // namespace bulkhead::launch
