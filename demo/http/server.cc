#include "demo/http/server.h"

#include <csignal>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "demo/http/wire.h"

namespace bulkhead::demo {

using wire::asio::ip::tcp;

struct Server::Parts {
  Parts(const Options& options, Handler& handler, const os::Clock& clock)
      : threads(options.threads),
        shared{
            .handler = handler, .clock = clock, .slots = nullptr, .connections_max = options.connections_max},
        context(static_cast<int>(options.threads)),
        acceptor(context),
        signals(context) {
    if (options.slots > 0 && options.delay.count() > 0) {
      shared.slots = std::make_unique<Slots>(options.slots, options.delay, kWaitingMax);
    }
  }

  // Connections of one thread need no strand: the context runs one handler at a time.
  wire::asio::any_io_executor executor() {
    if (threads == 1) return context.get_executor();
    return wire::asio::make_strand(context);
  }

  wire::asio::awaitable<void> accept();
  wire::asio::awaitable<void> hold(tcp::socket socket);

  unsigned threads;
  wire::Shared shared;
  wire::asio::io_context context;
  tcp::acceptor acceptor;
  wire::asio::signal_set signals;
};

wire::asio::awaitable<void> Server::Parts::accept() {
  wire::asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    wire::beast::error_code ec;
    tcp::socket socket = co_await acceptor.async_accept(executor(), wire::into(ec));
    if (ec == wire::asio::error::operation_aborted) co_return;
    if (ec) {
      // Out of descriptors: those who left give theirs back in a moment.
      pause.expires_after(std::chrono::milliseconds{20});
      co_await pause.async_wait(wire::into(ec));
      continue;
    }
    const auto its_executor = socket.get_executor();
    wire::asio::co_spawn(its_executor, hold(std::move(socket)), wire::asio::detached);
  }
}

wire::asio::awaitable<void> Server::Parts::hold(tcp::socket socket) {
  wire::beast::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const bool too_many = shared.connections.fetch_add(1) >= shared.connections_max;
  try {
    if (too_many) {
      co_await wire::turn_away(wire::Stream(std::move(socket)), shared);
    } else {
      co_await wire::serve(wire::Stream(std::move(socket)), shared);
    }
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // Out of memory for this one connection: it ends here, the others go on.
  }
  shared.connections.fetch_sub(1);
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(const Options& options, Handler& handler,
                                               const os::Clock& clock) {
  wire::beast::error_code ec;
  const auto address = wire::asio::ip::make_address(options.address, ec);
  if (ec) return fail(ErrorCode::kInvalid, "listen: not an address: " + options.address);
  auto parts = std::make_unique<Parts>(options, handler, clock);
  tcp::acceptor& acceptor = parts->acceptor;
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(wire::asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(wire::asio::socket_base::max_listen_connections, ec);
  if (ec) return fail(ErrorCode::kSystem, "listen: " + ec.message());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

std::uint16_t Server::port() const {
  wire::beast::error_code ec;
  return parts_->acceptor.local_endpoint(ec).port();
}

void Server::run() {
  Parts& parts = *parts_;
  wire::beast::error_code ignored;
  parts.signals.add(SIGINT, ignored);
  parts.signals.add(SIGTERM, ignored);
  parts.signals.async_wait([&parts](wire::beast::error_code ec, int) {
    if (!ec) parts.context.stop();
  });
  wire::asio::co_spawn(parts.context, parts.accept(), wire::asio::detached);
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < parts.threads; ++i) others.emplace_back([&parts] { parts.context.run(); });
  parts.context.run();
}

void Server::stop() { parts_->context.stop(); }

}  // namespace bulkhead::demo
