// Whether a drill may play at an address. Everything that sends a request for a drill asks here first.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"
#include "base/time.h"
#include "drill/scenario/scenario.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::drill {

/// Leave to load one address.
struct Permit {
  boost::asio::ip::tcp::endpoint gateway;
  /// Nothing for the drill's own arms, where nobody has said what is too much.
  std::optional<std::uint32_t> requests_per_s_max;
  /// Likewise.
  std::optional<RealTime> ends_at;
  bool live = false;
};

struct PermitRequest {
  /// The very address that will be loaded. Names are resolved before, once, by whoever calls.
  boost::asio::ip::tcp::endpoint gateway;
  /// Where the drill's own requests come from.
  boost::asio::ip::address from;
  /// What `bulkhead drill key` printed at the target; empty: not given.
  std::string key;
  bool live = false;  ///< --live was on the drill's command line.
  bool own = false;   ///< The drill itself starts what listens there.
};

/// Leave for the drill's own arms on loopback without asking. For a gateway that runs already, and anywhere else, only by its own
/// signed consent: until that is there nothing is sent but the one question, and without a key not even that.
///
/// Errors     kDenied without a key, without a consent, and on a live gateway without `live`; kInvalid for a key that is none;
///            kUnavailable when nobody answers.
Result<Permit> permit_for(const PermitRequest& request, os::Random& random, const os::Clock& clock);

/// What has to be agreed to for the scenario's worst moment: all attacks of a phase at all their services, an estimate of what
/// people ask for, and what load::Pace keeps back.
std::uint32_t requests_per_s(const Scenario& scenario);

/// Fails with kLimit, naming both numbers, when the scenario asks for more than the permit allows, and with kDenied when it
/// would still play after the permit has ended.
Status check_permit(const Permit& permit, const Scenario& scenario, RealTime now);

}  // namespace bulkhead::drill
