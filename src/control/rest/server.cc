#include "control/rest/server.h"

#include <sys/un.h>

#include <filesystem>

#include "control/rest/server_state.h"

#include <fmt/format.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bulkhead::control::rest {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using UnixProtocol = asio::local::stream_protocol;

/// How long accepting rests after a failure (out of descriptors, mostly).
constexpr auto kAcceptRest = std::chrono::milliseconds(100);

Error failed(std::string_view doing, std::string_view what, const error_code& error) {
  return {ErrorCode::kSystem, fmt::format("cannot {} {}: {}", doing, what, error.message())};
}

/// Says at once, without waiting for anything, that there is no room.
template <typename Socket>
void turn_away(Socket& socket, bool speaks_plain) {
  constexpr std::string_view kFull =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nConnection: "
      "close\r\n\r\n"
      "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"unavailable\","
      "\"detail\":\"too many connections\"}\n";
  error_code ignored;
  socket.non_blocking(true, ignored);
  if (speaks_plain) socket.send(asio::buffer(kFull.data(), kFull.size()), 0, ignored);
}

/// Accepts until the acceptor is closed; `start` takes each connection that there is room for.
template <typename Acceptor, typename Start>
asio::awaitable<void> accept(std::shared_ptr<Server::State> state, std::shared_ptr<Acceptor> acceptor,
                             Listener& listener, bool speaks_plain, Start start) {
  asio::steady_timer rest(state->context);
  while (acceptor->is_open()) {
    error_code error;
    auto socket = co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) break;
    if (error) {
      rest.expires_after(kAcceptRest);
      co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, error));
    } else if (listener.connections >= state->limits.connections_max) {
      turn_away(socket, speaks_plain);
    } else {
      start(std::move(socket));
    }
  }
}

template <typename Acceptor>
Listener& enlist(Server::State& state, std::shared_ptr<Acceptor> acceptor) {
  return state.listeners.emplace_back(Listener{0, [acceptor] {
                                                 error_code ignored;
                                                 acceptor->close(ignored);
                                               }});
}

Result<tcp::endpoint> parse_endpoint(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  unsigned port = 65'536;
  const std::string digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string::npos)
    port = static_cast<unsigned>(std::stoul(digits));
  if (error || port > 65'535)
    return fail(ErrorCode::kInvalid,
                fmt::format("not an address with a port: \"{}\"; right would be \"127.0.0.1:9443\"", text));
  return tcp::endpoint(address, static_cast<std::uint16_t>(port));
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const Server::Tls& files) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                           asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                           asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                       error);
  if (!error) context->use_certificate_chain_file(files.certificate_path, error);
  if (error) return std::unexpected(failed("use the certificate", files.certificate_path, error));
  context->use_private_key_file(files.key_path, asio::ssl::context::pem, error);
  if (error) return std::unexpected(failed("use the key", files.key_path, error));
  return context;
}

template <typename Acceptor, typename Endpoint>
error_code open(Acceptor& acceptor, const Endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  return error;
}

}  // namespace

Server::Server(asio::io_context& context, Front& front, ServerLimits limits)
    : state_(std::make_shared<State>(context, front, limits)) {}

Server::~Server() {
  for (Listener& listener : state_->listeners) listener.close();
}

Status Server::listen_unix(const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return fail(ErrorCode::kLimit, fmt::format("the path of a socket has {} bytes, at most {}: {}",
                                               path.size(), sizeof(sockaddr_un::sun_path) - 1, path));
  std::error_code status;
  if (std::filesystem::is_socket(path, status)) std::filesystem::remove(path, status);
  auto acceptor = std::make_shared<UnixProtocol::acceptor>(state_->context);
  if (error_code error = open(*acceptor, UnixProtocol::endpoint(path)))
    return std::unexpected(failed("listen on", path, error));
  // Between bind and listen nobody can connect, so nobody connects under the wrong mode.
  using std::filesystem::perms;
  std::filesystem::permissions(
      path, perms::owner_read | perms::owner_write | perms::group_read | perms::group_write, status);
  if (status)
    return fail(ErrorCode::kSystem, fmt::format("cannot set the mode of {}: {}", path, status.message()));
  error_code error;
  acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return std::unexpected(failed("listen on", path, error));
  Listener& listener = enlist(*state_, acceptor);
  const auto start = [state = state_, &listener](UnixProtocol::socket socket) {
    start_session(state, listener, std::move(socket));
  };
  asio::co_spawn(state_->context, accept(state_, acceptor, listener, true, start), asio::detached);
  return {};
}

Status Server::listen_tcp(const std::string& address, const Tls* tls) {
  const auto endpoint = parse_endpoint(address);
  if (!endpoint) return fail_as(endpoint);
  if (!tls && !endpoint->address().is_loopback())
    return fail(ErrorCode::kInvalid,
                fmt::format("{} is not loopback: a certificate and a key are needed (--tls-cert, --tls-key)",
                            address));
  std::shared_ptr<asio::ssl::context> tls_context;
  if (tls) {
    auto made = make_tls(*tls);
    if (!made) return fail_as(made);
    tls_context = *made;
  }
  auto acceptor = std::make_shared<tcp::acceptor>(state_->context);
  error_code error = open(*acceptor, *endpoint);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return std::unexpected(failed("listen on", address, error));
  state_->tcp_port = acceptor->local_endpoint(error).port();
  Listener& listener = enlist(*state_, acceptor);
  const auto start = [state = state_, &listener, tls_context](tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    start_session(state, listener, std::move(socket), tls_context);
  };
  asio::co_spawn(state_->context, accept(state_, acceptor, listener, !tls, start), asio::detached);
  return {};
}

std::uint16_t Server::tcp_port() const { return state_->tcp_port; }

std::size_t Server::connections() const { return state_->sessions.size(); }

void Server::finish(Milliseconds grace, std::function<void()> done) {
  state_->finishing = true;
  state_->finished = std::move(done);
  for (Listener& listener : state_->listeners) listener.close();
  for (Session& session : state_->sessions)
    if (session.idle) session.cancel();
  state_->grace.expires_after(grace);
  state_->grace.async_wait([state = state_](error_code error) {
    if (error || !state->finished) return;
    for (Session& session : state->sessions) session.cancel();
    std::exchange(state->finished, nullptr)();
  });
  boost::asio::post(state_->context, [state = state_] {
    state->finish_if_done();
    if (!state->finished) state->grace.cancel();
  });
}

}  // namespace bulkhead::control::rest
