// Asks every upstream server whether it answers, for as long as the policy names it.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "control/health/health.h"
#include "control/health/resolver.h"
#include "policy/policy.h"

namespace boost::asio {
class io_context;
}
namespace bulkhead::os {
class Clock;
class Random;
}  // namespace bulkhead::os

namespace bulkhead::control::health {

/// Sends `GET path` over HTTP/1.1 to each server of each service in its interval with jitter; a status line up to
/// expect_status_max counts as an answer. The body is not read.
///
/// https   The certificate is verified against the system's authorities and the name (or address) in the policy. What does not
///         verify counts as a failure that says so: a server that anybody could impersonate is not "up".
/// Bounds  At most kProbesMax at once; each ends at its timeout. Servers wait for nobody but that bound.
/// Memory  A few hundred bytes a server; a probe under way has a coroutine.
/// Threads One thread: the one that runs `context`.
class Prober {
 public:
  static constexpr std::size_t kProbesMax = 256;

  /// Told when a server's health changed.
  using Changed = std::function<void(std::string_view service, const ServerView& server)>;

  /// Names of servers are looked up by `look_up`, on threads of its own.
  Prober(boost::asio::io_context& context, os::Clock& clock, os::Random& random, Changed changed,
         Resolver::LookUp look_up = Resolver::ask_system);
  ~Prober();

  /// Probes the servers of this policy from now on. What is known of servers that stay, stays.
  void follow(std::shared_ptr<const policy::Policy> policy);

  ServiceHealth of(std::string_view service) const;
  /// Probes under way.
  std::size_t probes() const;
  /// Starts no more probes and drops those under way.
  void stop();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace bulkhead::control::health
