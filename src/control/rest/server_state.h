// What the listeners and sessions of one server share. Internal to server.cc and session.cc.

#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>

#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "control/rest/server.h"

namespace bulkhead::control::rest {

/// A live connection, as finish() needs it.
struct Session {
  /// Waiting for the first byte of a request: may be ended at once.
  bool idle = true;
  std::function<void()> cancel;
};

/// Connections of one listener are counted apart from another's: strangers that fill the TCP listener never keep an operator
/// off the unix socket.
struct Listener {
  std::size_t connections = 0;
  std::function<void()> close;
};

struct Server::State : std::enable_shared_from_this<Server::State> {
  State(boost::asio::io_context& on, Front& behind, ServerLimits at_most)
      : context(on), front(behind), limits(at_most), grace(on) {}

  boost::asio::io_context& context;
  Front& front;
  ServerLimits limits;
  std::list<Listener> listeners;
  std::list<Session> sessions;
  bool finishing = false;
  std::function<void()> finished;
  boost::asio::steady_timer grace;
  std::uint16_t tcp_port = 0;

  /// Calls `finished`, once, when nothing is left.
  void finish_if_done() {
    if (finishing && sessions.empty() && finished) std::exchange(finished, nullptr)();
  }
};

/// Runs a connection to its end. `listener` lives in `state`.
void start_session(std::shared_ptr<Server::State> state, Listener& listener,
                   boost::asio::local::stream_protocol::socket socket);
void start_session(std::shared_ptr<Server::State> state, Listener& listener,
                   boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace bulkhead::control::rest
