// HTTP/1.1 on loopback: connections, bodies, WebSocket, events, uploads. What pages say is the handler's.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "demo/http/limits.h"
#include "demo/http/request.h"
#include "demo/http/response.h"
#include "os/clock.h"

namespace bulkhead::demo {

/// Answers whole requests.
class Handler {
 public:
  virtual ~Handler() = default;

  /// Answers `request`. Thread-safe when the server has more than one thread; never throws.
  virtual Response handle(const Request& request) = 0;

  /// False for what stands for no work (style sheets, health probes) and takes no slot.
  virtual bool is_work(const Request& request) const = 0;
};

/// Serves a handler, and beside it what belongs to the wire more than to any page:
///
///     POST|PUT /upload        counts and hashes the body as it streams in: {"bytes":…,"sha256":"…"}
///     GET /download?bytes=N   N bytes of a fixed pattern
///     GET /events             Server-Sent Events; ?every_ms=10…60000, ?count=N ends after N
///     GET /ws                 WebSocket: every message comes back as it was sent
///
/// HTTP/1.1 with keep-alive and pipelining. Everything a client can make it hold is bounded by limits.h.
///
/// Threads    `options.threads` of its own while run() runs; stop() may come from any thread.
class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any that is free.
    unsigned threads = 1;
    std::size_t connections_max = kConnectionsMax;
    std::size_t slots = 0;  ///< With `delay`: see Slots. 0: as fast as the machine.
    Milliseconds delay{0};
  };

  /// Begins to listen. `handler` and `clock` need to outlive the server.
  static Result<std::unique_ptr<Server>> listen(const Options& options, Handler& handler,
                                                const os::Clock& clock);

  ~Server();

  std::uint16_t port() const;

  /// Serves until stop(), SIGINT or SIGTERM.
  void run();
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace bulkhead::demo
