// Bytes on sockets <-> exchange.h. The only place, with session.cc, that knows of Asio and Beast.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "control/rest/exchange.h"

namespace boost::asio {
class io_context;
}

namespace bulkhead::control::rest {

/// What a server asks of what stands behind it. Called on the thread that runs the io_context; must not throw.
class Front {
 public:
  virtual ~Front() = default;
  virtual Caller caller_of_uid(std::uint32_t uid) = 0;
  virtual Result<Caller> caller_of_authorization(std::string_view field) = 0;
  virtual std::size_t body_bytes_max(std::string_view method, std::string_view path) = 0;
  virtual Reply answer(Request request) = 0;
};

/// Every bound on what a client can make the server hold or wait for.
struct ServerLimits {
  std::size_t connections_max = 256;
  std::uint32_t header_bytes_max = 16u << 10;
  Milliseconds read_max = std::chrono::seconds(30);  ///< From the first wait for a request to its last byte.
  Milliseconds write_max = std::chrono::seconds(30);
  Milliseconds answer_max = std::chrono::minutes(3);  ///< For a Pending; then 503.
};

/// Serves HTTP/1.1 on a unix socket and on TCP, with or without TLS.
///
/// Ownership  `context` and `front` outlive the server.
/// Threads    One thread: the one that runs `context`.
/// Errors     listen_…() fails with what the system said. Malformed requests are answered with problem+json; a connection
///            beyond connections_max is answered with 503 and closed.
class Server {
 public:
  struct Tls {
    std::string certificate_path;
    std::string key_path;
  };

  Server(boost::asio::io_context& context, Front& front, ServerLimits limits);
  ~Server();

  /// Makes the socket with mode 0660, in place of what is left of one that nobody listens on any more. The caller holds the
  /// lock of the state folder, so nobody does.
  Status listen_unix(const std::string& path);

  /// Listens on "127.0.0.1:9443" or "[::1]:9443"; port 0 takes a free one. Without `tls` only loopback is accepted.
  Status listen_tcp(const std::string& address, const Tls* tls);

  /// The port of the last listen_tcp().
  std::uint16_t tcp_port() const;

  /// Takes no more connections or requests; requests under way are answered. `done` is called when none is left, at the
  /// latest after `grace`.
  void finish(Milliseconds grace, std::function<void()> done);

  std::size_t connections() const;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace bulkhead::control::rest
