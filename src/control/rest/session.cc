// One connection: reads requests, asks the front, writes answers, in turn. A coroutine a connection, all on one thread.

#include <sys/socket.h>

#include <algorithm>
#include <limits>

#include "control/rest/server_state.h"

#include <fmt/format.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "control/rest/problem.h"

namespace bulkhead::control::rest {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

using UnixStream = beast::basic_stream<asio::local::stream_protocol>;
using TcpStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Parser = http::request_parser<http::string_body>;
using Answer = http::response<http::string_body>;

/// Who is on the other side, asked for every request: a policy applied meanwhile counts.
using Identify = std::function<Result<Caller>(const Parser&)>;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }
beast::string_view view_of(std::string_view text) { return {text.data(), text.size()}; }

std::string header(const Parser& parser, http::field field) { return std::string(view(parser.get()[field])); }

/// SO_PEERCRED as Asio's socket option.
struct PeerCredentials {
  ucred value{};
  template <typename Protocol>
  int level(const Protocol&) const {
    return SOL_SOCKET;
  }
  template <typename Protocol>
  int name(const Protocol&) const {
    return SO_PEERCRED;
  }
  template <typename Protocol>
  void* data(const Protocol&) {
    return &value;
  }
  template <typename Protocol>
  std::size_t size(const Protocol&) const {
    return sizeof value;
  }
  template <typename Protocol>
  void resize(const Protocol&, std::size_t) {}
};

/// What a request that could not be read is told; nothing when there is nobody to tell or nothing to say.
std::optional<Response> problem_of(error_code error, const ServerLimits& limits) {
  if (error == http::error::header_limit)
    return http_problem(431, "too_large",
                        fmt::format("the header has more than {} bytes", limits.header_bytes_max));
  if (error == http::error::body_limit)
    return http_problem(413, "too_large", "the body is larger than this path takes");
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == make_error_code(http::error::bad_method).category())
    return problem({ErrorCode::kInvalid, fmt::format("the request is malformed: {}", error.message())});
  return std::nullopt;
}

Answer to_answer(const Response& response, bool keep_alive) {
  Answer answer;
  answer.version(11);
  answer.result(response.status);
  answer.reason(view_of(status_title(response.status)));
  answer.set(http::field::content_type, view_of(response.content_type));
  answer.set(http::field::cache_control, "no-store");
  answer.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) answer.set(view_of(name), view_of(value));
  answer.body() = response.body;
  answer.keep_alive(keep_alive);
  answer.prepare_payload();
  return answer;
}

Request to_request(const Parser& parser, Caller caller) {
  const auto& message = parser.get();
  Request request;
  request.method = std::string(view(message.method_string()));
  request.content_type = header(parser, http::field::content_type);
  request.body = message.body();
  request.caller = std::move(caller);
  return request;
}

asio::awaitable<Response> settle(Server::State& state, Reply reply) {
  if (auto* response = std::get_if<Response>(&reply)) co_return std::move(*response);
  auto& pending = std::get<Pending>(reply);
  asio::steady_timer timer(state.context);
  const auto last = std::chrono::steady_clock::now() + state.limits.answer_max;
  while (std::chrono::steady_clock::now() < last) {
    if (auto response = pending.poll()) co_return std::move(*response);
    timer.expires_after(pending.every);
    error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return problem(
      {ErrorCode::kUnavailable, "the answer took too long; look at history for what became of it"});
}

/// Asks the front for a request that was read whole.
asio::awaitable<Response> respond(Server::State& state, const Parser& parser, const Identify& identify) {
  auto caller = identify(parser);
  if (!caller) co_return http_problem(401, "unauthorized", caller.error().message);
  Request request = to_request(parser, std::move(*caller));
  if (Status read = read_target(view(parser.get().target()), request); !read) co_return problem(read.error());
  co_return co_await settle(state, state.front.answer(std::move(request)));
}

/// What is wrong with a request whose header was read, before its body is: it would be too large, or takes no body.
std::optional<Response> refuse_header(Server::State& state, Parser& parser) {
  const std::string_view target = view(parser.get().target());
  const std::size_t bytes_max =
      state.front.body_bytes_max(view(parser.get().method_string()), target.substr(0, target.find('?')));
  // A body that nobody takes is read up to a page, so that the router can say more than "too large".
  const std::size_t read_max = std::max<std::size_t>(bytes_max, 4'096);
  parser.body_limit(read_max);
  if (const auto length = parser.content_length(); length && *length > read_max)
    return http_problem(413, "too_large",
                        fmt::format("the body has {} bytes, at most {} are taken here", *length, bytes_max));
  return std::nullopt;
}

template <typename Stream>
asio::awaitable<bool> write(Stream& stream, Server::State& state, Answer answer) {
  error_code error;
  const bool keep_alive = answer.keep_alive();
  beast::get_lowest_layer(stream).expires_after(state.limits.write_max);
  co_await http::async_write(stream, answer, asio::redirect_error(asio::use_awaitable, error));
  co_return !error && keep_alive;
}

/// Reads one request and answers it. False when the connection is to be closed.
template <typename Stream>
asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer, Server::State& state,
                               Session& session, const Identify& identify) {
  const auto token = [](error_code& error) { return asio::redirect_error(asio::use_awaitable, error); };
  Parser parser;
  parser.header_limit(state.limits.header_bytes_max);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // refuse_header sets the one of the path
  error_code error;
  session.idle = buffer.size() == 0;
  beast::get_lowest_layer(stream).expires_after(state.limits.read_max);
  co_await http::async_read_header(stream, buffer, parser, token(error));
  session.idle = false;
  std::optional<Response> refused = error ? problem_of(error, state.limits) : refuse_header(state, parser);
  if (!error && !refused) {
    if (view(parser.get()[http::field::expect]) == "100-continue") {
      Answer go_on;
      go_on.result(http::status::continue_);
      co_await http::async_write(stream, go_on, token(error));
    }
    if (!error) co_await http::async_read(stream, buffer, parser, token(error));
    if (error) refused = problem_of(error, state.limits);
  }
  if (refused) co_return co_await write(stream, state, to_answer(*refused, false));
  if (error) co_return false;
  beast::get_lowest_layer(stream).expires_never();
  const Response response = co_await respond(state, parser, identify);
  co_return co_await write(stream, state, to_answer(response, parser.get().keep_alive() && !state.finishing));
}

template <typename Stream>
asio::awaitable<void> converse(Stream& stream, Server::State& state, Session& session,
                               const Identify& identify) {
  // Room for a header and a good part of a body; Beast reads bodies through it piece by piece.
  beast::flat_buffer buffer(state.limits.header_bytes_max + (64u << 10));
  while (!state.finishing && co_await exchange(stream, buffer, state, session, identify)) {
  }
}

/// Keeps the books of a session around its conversation.
class Attendance {
 public:
  Attendance(std::shared_ptr<Server::State> state, Listener& listener, std::function<void()> cancel)
      : state_(std::move(state)),
        listener_(listener),
        at_(state_->sessions.insert(state_->sessions.end(), Session{true, std::move(cancel)})) {
    ++listener_.connections;
  }
  ~Attendance() {
    --listener_.connections;
    state_->sessions.erase(at_);
    state_->finish_if_done();
  }
  Attendance(const Attendance&) = delete;
  Attendance& operator=(const Attendance&) = delete;
  Session& session() { return *at_; }

 private:
  std::shared_ptr<Server::State> state_;
  Listener& listener_;
  std::list<Session>::iterator at_;
};

/// Asio hands on what a coroutine throws; Beast throws nothing here but bad_alloc, which ends the process as everywhere.
void ended(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> run_unix(std::shared_ptr<Server::State> state, Listener& listener, UnixStream stream,
                               std::uint32_t uid) {
  Attendance attendance(state, listener, [&stream] { stream.cancel(); });
  const Identify identify = [state, uid](const Parser&) -> Result<Caller> {
    return state->front.caller_of_uid(uid);
  };
  co_await converse(stream, *state, attendance.session(), identify);
  error_code ignored;
  stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

Identify by_token(std::shared_ptr<Server::State> state) {
  return [state](const Parser& parser) {
    return state->front.caller_of_authorization(header(parser, http::field::authorization));
  };
}

asio::awaitable<void> run_tcp(std::shared_ptr<Server::State> state, Listener& listener, TcpStream stream) {
  Attendance attendance(state, listener, [&stream] { stream.cancel(); });
  co_await converse(stream, *state, attendance.session(), by_token(state));
  error_code ignored;
  stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

asio::awaitable<void> run_tls(std::shared_ptr<Server::State> state, Listener& listener, TcpStream plain,
                              std::shared_ptr<asio::ssl::context> tls) {
  TlsStream stream(std::move(plain), *tls);
  Attendance attendance(state, listener, [&stream] { beast::get_lowest_layer(stream).cancel(); });
  error_code error;
  beast::get_lowest_layer(stream).expires_after(state->limits.read_max);
  co_await stream.async_handshake(asio::ssl::stream_base::server,
                                  asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  co_await converse(stream, *state, attendance.session(), by_token(state));
  beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(1));
  co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
}

}  // namespace

void start_session(std::shared_ptr<Server::State> state, Listener& listener,
                   asio::local::stream_protocol::socket socket) {
  PeerCredentials peer;
  error_code error;
  socket.get_option(peer, error);
  if (error) return;
  asio::co_spawn(state->context, run_unix(state, listener, UnixStream(std::move(socket)), peer.value.uid),
                 ended);
}

void start_session(std::shared_ptr<Server::State> state, Listener& listener, asio::ip::tcp::socket socket,
                   std::shared_ptr<asio::ssl::context> tls) {
  TcpStream stream(std::move(socket));
  if (tls)
    asio::co_spawn(state->context, run_tls(state, listener, std::move(stream), tls), ended);
  else
    asio::co_spawn(state->context, run_tcp(state, listener, std::move(stream)), ended);
}

}  // namespace bulkhead::control::rest
