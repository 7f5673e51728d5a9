// bulkheadd without its main(): everything it is made of, put together, in the order in which a daemon may start.
//
//     lock → store, journal → image in force → its policy → control.seg → order book → servers
//
// Each step stands on the ones before it. What cannot be had is said in warnings() and done without, except for the lock (another
// daemon runs), the folders, and control.seg: without those there is nothing to run.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "control/rest/server.h"

namespace boost::asio {
class io_context;
}
namespace bulkhead::os {
class Clock;
class Random;
}  // namespace bulkhead::os

namespace bulkhead::control {

class Log;

struct DaemonOptions {
  std::string state_folder;
  /// Applied when no policy is in force yet; otherwise left alone.
  std::string policy_path;
  /// "127.0.0.1:9443", "[::1]:9443".
  std::vector<std::string> listen;
  std::optional<rest::Server::Tls> tls;
  std::string version;
  std::uint64_t pid = 0;
  std::string openapi_text;
  /// How nginx is rendered, checked and reloaded when a policy needs it.
  std::string nginx_path;
  std::string module_path;
  /// Whom nginx's workers run as when root starts nginx; empty: nginx's own default.
  std::string nginx_user;
  std::string translations_folder;
  /// Called once a second while the loop turns: for the watchdog.
  std::function<void()> on_tick;
};

/// Threads    One thread: the one that runs the io_context. Slow things (status site, nginx -t) have threads of their own and
///            share nothing with it but their result.
class Daemon {
 public:
  /// Requests under way are given this long to be answered when the daemon ends.
  static constexpr Milliseconds kFinishMax = std::chrono::seconds(5);

  struct Parts {
    boost::asio::io_context& context;
    os::Clock& clock;
    os::Random& random;
    Log& log;
  };

  /// Fails with kConflict, naming the pid, when another daemon has the state folder. References in `parts` outlive the daemon.
  static Result<std::unique_ptr<Daemon>> start(const Parts& parts, DaemonOptions options);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Answers what is under way, takes nothing new, then calls `done`. The lock is given back by the destructor.
  void finish(std::function<void()> done);

  std::vector<std::string> warnings();
  std::uint16_t tcp_port() const;

 private:
  struct State;
  explicit Daemon(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
