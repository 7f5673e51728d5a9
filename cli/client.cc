#include "cli/client.h"

#include <fmt/core.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <functional>
#include <optional>

#include "base/address.h"
#include "cli/answer.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kPieceBytes = 16u << 10;

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  const Result<Address> address = Address::parse(host);
  if (!address) return false;
  static const Result<Network> v4 = Network::parse("127.0.0.0/8");
  static const Result<Network> v6 = Network::parse("::1");
  return (v4 && v4->contains(*address)) || (v6 && v6->contains(*address));
}

// Runs asynchronous operations one after the other, each against the same deadline. What has not finished by then is
// cancelled and its handler drained, so that no handler outlives the frame it writes into.
class Steps {
 public:
  Steps(asio::io_context& io, std::function<void()> cancel) : io_(io), cancel_(std::move(cancel)) {}

  void set_deadline(Deadline deadline) { deadline_ = deadline; }

  template <typename Start>
  error_code run(Start start) {
    std::optional<error_code> outcome;
    start([&outcome](error_code code, auto&&...) { outcome = code; });
    io_.restart();
    io_.run_until(deadline_);
    if (outcome) return *outcome;
    cancel_();
    io_.restart();
    io_.run();
    return asio::error::timed_out;
  }

 private:
  asio::io_context& io_;
  std::function<void()> cancel_;
  Deadline deadline_;
};

struct Exchange {
  const ApiRequest& request;
  const Endpoint& endpoint;
  std::string token;
  Deadline answer_by;
};

std::string words(const error_code& code) {
  return code == asio::error::timed_out ? "no answer in time" : code.message();
}

http::request<http::string_body> message(const Exchange& exchange) {
  const auto verb = exchange.request.method == "GET" ? http::verb::get : http::verb::post;
  http::request<http::string_body> out(verb, "/api/v1" + exchange.request.path, 11);
  out.set(http::field::host,
          exchange.endpoint.kind == Endpoint::Kind::kUnix ? "localhost" : exchange.endpoint.host);
  out.set(http::field::accept, "application/json");
  out.set(http::field::user_agent, "bulkhead");
  out.set(http::field::connection, "close");
  if (!exchange.token.empty()) out.set(http::field::authorization, "Bearer " + exchange.token);
  if (verb == http::verb::post) out.set(http::field::content_type, "application/json");
  out.body() = exchange.request.body;
  out.prepare_payload();
  return out;
}

std::unexpected<Error> no_answer(const Exchange& exchange, const std::string& why) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("the daemon at {} gave no answer: {}. What was asked may or may not have "
                          "happened: look with `bulkhead status`",
                          exchange.endpoint.text(), why));
}

template <typename Stream>
Result<ApiAnswer> converse(Stream& stream, Steps& steps, const Exchange& exchange) {
  steps.set_deadline(exchange.answer_by);
  const http::request<http::string_body> out = message(exchange);
  const error_code sent = steps.run([&](auto done) { http::async_write(stream, out, done); });
  // A daemon that refuses a large body answers before it has read it all: the answer counts, not the broken pipe.
  if (sent && sent != asio::error::broken_pipe && sent != asio::error::connection_reset) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("the daemon at {} took no request: {}", exchange.endpoint.text(), words(sent)));
  }
  AnswerReader reader;
  std::array<char, kPieceBytes> piece{};
  for (;;) {
    std::size_t bytes = 0;
    const error_code read = steps.run([&](auto done) {
      stream.async_read_some(asio::buffer(piece), [&bytes, done](error_code code, std::size_t got) mutable {
        bytes = got;
        done(code);
      });
    });
    if (read == asio::error::eof) {
      if (const Status ended = reader.end(); !ended) return no_answer(exchange, ended.error().message);
      return reader.answer();
    }
    if (read) return no_answer(exchange, words(read));
    const Result<bool> whole = reader.take({piece.data(), bytes});
    if (!whole) return no_answer(exchange, whole.error().message);
    if (*whole) return reader.answer();
  }
}

Error unreachable(const Endpoint& endpoint, const error_code& code) {
  std::string advice =
      "is bulkheadd running (systemctl status bulkheadd)? Doors stay as they are; to close one without it: "
      "bulkhead close --direct";
  if (code == boost::system::errc::permission_denied) {
    advice = "your user may not open that socket: join its group, or use --url with a token";
  } else if (endpoint.kind != Endpoint::Kind::kUnix) {
    advice = "check --url, and that the daemon was given a TCP address";
  }
  return {ErrorCode::kUnavailable,
          fmt::format("cannot reach the daemon at {}: {}; {}", endpoint.text(), words(code), advice)};
}

Result<ApiAnswer> over_unix(const Exchange& exchange, Deadline connect_by) {
  using Protocol = asio::local::stream_protocol;
  if (exchange.endpoint.path.size() >= sizeof(sockaddr_un::sun_path)) {
    return fail(ErrorCode::kInvalid, fmt::format("the socket's path is {} bytes long, at most {} fit: {}",
                                                 exchange.endpoint.path.size(),
                                                 sizeof(sockaddr_un::sun_path) - 1, exchange.endpoint.path));
  }
  asio::io_context io;
  Protocol::socket socket(io);
  Steps steps(io, [&socket] {
    error_code ignored;
    static_cast<void>(socket.close(ignored));
  });
  steps.set_deadline(connect_by);
  const error_code connected =
      steps.run([&](auto done) { socket.async_connect(Protocol::endpoint(exchange.endpoint.path), done); });
  if (connected) return std::unexpected(unreachable(exchange.endpoint, connected));
  return converse(socket, steps, exchange);
}

error_code connect_tcp(asio::ip::tcp::socket& socket, Steps& steps, asio::io_context& io,
                       const Endpoint& endpoint) {
  asio::ip::tcp::resolver resolver(io);
  asio::ip::tcp::resolver::results_type found;
  const error_code resolved = steps.run([&](auto done) {
    resolver.async_resolve(endpoint.host, endpoint.port,
                           [&found, done](error_code code, auto results) mutable {
                             found = std::move(results);
                             done(code);
                           });
  });
  if (resolved) return resolved;
  return steps.run([&](auto done) { asio::async_connect(socket, found, done); });
}

Result<ApiAnswer> over_plain(const Exchange& exchange, Deadline connect_by) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  Steps steps(io, [&socket] {
    error_code ignored;
    static_cast<void>(socket.close(ignored));
  });
  steps.set_deadline(connect_by);
  if (const error_code code = connect_tcp(socket, steps, io, exchange.endpoint)) {
    return std::unexpected(unreachable(exchange.endpoint, code));
  }
  return converse(socket, steps, exchange);
}

// SSL_set_tlsext_host_name() is a macro with casts of the old kind; this is what it does.
void send_server_name(SSL* ssl, std::string host) {
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
}

Result<ApiAnswer> over_tls(const Exchange& exchange, Deadline connect_by,
                           const std::optional<std::string>& ca_file) {
  asio::io_context io;
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  error_code trusted;
  if (ca_file) {
    static_cast<void>(context.load_verify_file(*ca_file, trusted));
  } else {
    static_cast<void>(context.set_default_verify_paths(trusted));
  }
  if (trusted)
    return fail(ErrorCode::kInvalid, fmt::format("cannot read the certificates of {}: {}",
                                                 ca_file.value_or("the system"), trusted.message()));
  context.set_verify_mode(asio::ssl::verify_peer);
  asio::ssl::stream<asio::ip::tcp::socket> stream(io, context);
  stream.set_verify_callback(asio::ssl::host_name_verification(exchange.endpoint.host));
  if (!Address::parse(exchange.endpoint.host))
    send_server_name(stream.native_handle(), exchange.endpoint.host);
  Steps steps(io, [&stream] {
    error_code ignored;
    static_cast<void>(stream.next_layer().close(ignored));
  });
  steps.set_deadline(connect_by);
  if (const error_code code = connect_tcp(stream.next_layer(), steps, io, exchange.endpoint)) {
    return std::unexpected(unreachable(exchange.endpoint, code));
  }
  const error_code shaken =
      steps.run([&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); });
  if (shaken) {
    return fail(
        ErrorCode::kUnavailable,
        fmt::format("the daemon at {} could not prove who it is: {}; give its certificate with --ca-file",
                    exchange.endpoint.text(), words(shaken)));
  }
  return converse(stream, steps, exchange);
}

}  // namespace

Result<Endpoint> Endpoint::parse_url(const std::string& url) {
  Endpoint endpoint;
  std::string rest;
  if (url.starts_with("https://")) {
    endpoint.kind = Kind::kTls;
    endpoint.port = "443";
    rest = url.substr(8);
  } else if (url.starts_with("http://")) {
    endpoint.kind = Kind::kPlain;
    endpoint.port = "80";
    rest = url.substr(7);
  } else {
    return fail(ErrorCode::kInvalid,
                fmt::format("the URL must begin with https:// (or http:// on loopback): {}", url));
  }
  if (rest.ends_with('/')) rest.pop_back();
  const bool bracketed = rest.starts_with('[');
  const auto host_end = bracketed ? rest.find(']') : rest.find(':');
  if (bracketed && host_end == std::string::npos)
    return fail(ErrorCode::kInvalid, fmt::format("the URL's address lacks its ']': {}", url));
  endpoint.host = bracketed ? rest.substr(1, host_end - 1) : rest.substr(0, host_end);
  if (host_end != std::string::npos) {
    const std::string port = rest.substr(bracketed ? host_end + 1 : host_end);
    if (!port.empty()) endpoint.port = port.substr(1);
    if (!port.empty() && port.front() != ':') endpoint.port.clear();
  }
  const bool digits = !endpoint.port.empty() && endpoint.port.size() <= 5 &&
                      endpoint.port.find_first_not_of("0123456789") == std::string::npos;
  if (endpoint.host.empty() || !digits || endpoint.host.find_first_of("/?#@ ") != std::string::npos) {
    return fail(ErrorCode::kInvalid,
                fmt::format("the URL must be https://HOST[:PORT] and nothing more: {}", url));
  }
  if (endpoint.kind == Kind::kPlain && !is_loopback(endpoint.host)) {
    return fail(ErrorCode::kInvalid,
                fmt::format("plain http:// would carry your token in the open: use https://{}", rest));
  }
  return endpoint;
}

Result<Endpoint> Endpoint::choose(const CommonOptions& options) {
  if (options.url) return parse_url(*options.url);
  Endpoint endpoint;
  endpoint.path = options.socket.value_or(options.state_folder() + "/api.sock");
  return endpoint;
}

std::string Endpoint::text() const {
  switch (kind) {
    case Kind::kUnix: return path;
    case Kind::kPlain: return fmt::format("http://{}:{}", host, port);
    case Kind::kTls: return fmt::format("https://{}:{}", host, port);
  }
  return path;
}

Result<std::string> Client::token() const {
  if (!options_.token_file) return std::string();
  Result<std::string> bytes = os::read_file(*options_.token_file, kTokenBytesMax);
  if (!bytes)
    return fail(bytes.error().code, fmt::format("cannot read the token: {}", bytes.error().message));
  std::string line = bytes->substr(0, bytes->find_first_of("\r\n"));
  if (line.empty() ||
      line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") !=
          std::string::npos) {
    return fail(ErrorCode::kInvalid,
                fmt::format("the first line of {} is not a token", *options_.token_file));
  }
  return line;
}

Result<ApiAnswer> Client::call(const ApiRequest& request) {
  try {
    const Result<Endpoint> endpoint = Endpoint::choose(options_);
    if (!endpoint) return fail_as(endpoint);
    const auto now = std::chrono::steady_clock::now();
    Exchange exchange{request, *endpoint, {}, now + answer_max_};
    const Deadline connect_by = now + std::min(kConnectMax, answer_max_);
    // The unix socket tells who we are by itself: a token there would only be one more place to lose it.
    if (endpoint->kind == Endpoint::Kind::kUnix) return over_unix(exchange, connect_by);
    Result<std::string> bearer = token();
    if (!bearer) return fail_as(bearer);
    exchange.token = std::move(*bearer);
    if (endpoint->kind == Endpoint::Kind::kPlain) return over_plain(exchange, connect_by);
    return over_tls(exchange, connect_by, options_.ca_file);
  } catch (const std::exception& error) {
    return fail(ErrorCode::kSystem, fmt::format("the connection to the daemon failed: {}", error.what()));
  }
}

}  // namespace bulkhead::cli
