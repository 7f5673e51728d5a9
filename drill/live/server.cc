#include "drill/live/server.h"

#include <pthread.h>

#include <array>
#include <csignal>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "base/time.h"
#include "os/random.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Request = http::request<http::empty_body>;
using Answer = http::response<http::string_body>;

constexpr int kPortsTried = 100;
constexpr Milliseconds kRestAfterError{100};

std::string new_nonce() {
  std::array<std::byte, 16> bytes{};
  os::SystemRandom().fill(bytes);
  std::string text;
  for (const std::byte byte : bytes) text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
  return text;
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Answer plain(http::status status, std::string text) {
  Answer answer(status, 11);
  answer.set(http::field::content_type, "text/plain; charset=utf-8");
  answer.body() = std::move(text);
  return answer;
}

Answer page(std::string text, const std::string& nonce) {
  Answer answer(http::status::ok, 11);
  answer.set(http::field::content_type, "text/html; charset=utf-8");
  answer.set("Content-Security-Policy",
             fmt::format("default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; connect-src "
                         "'self'; img-src data:; "
                         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                         nonce));
  answer.body() = std::move(text);
  return answer;
}

Answer answer_to(const Request& request, const LiveServer::Answers& answers) {
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    Answer answer = plain(http::status::method_not_allowed, "Only GET and HEAD.\n");
    answer.set(http::field::allow, "GET, HEAD");
    return answer;
  }
  if (request.target() == "/") {
    const std::string nonce = new_nonce();
    return page(answers.page(nonce), nonce);
  }
  if (request.target() != "/state.json")
    return plain(http::status::not_found, "There is / and /state.json.\n");
  Answer answer = plain(http::status::ok, answers.state());
  answer.set(http::field::content_type, "application/json");
  return answer;
}

// Threads inherit the mask: made between these two, one takes no signal.
class NoSignals {
 public:
  NoSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

LiveServer::~LiveServer() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

Status LiveServer::open(std::uint16_t port) {
  error_code error;
  const int last = port != 0 ? port : kPortFrom + kPortsTried;
  for (int tried = port != 0 ? port : kPortFrom; tried <= last; ++tried) {
    const asio::ip::tcp::endpoint here(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(tried));
    if (acceptor_.is_open()) acceptor_.close(error);
    acceptor_.open(here.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(here, error);
    if (!error) acceptor_.listen(kConnectionsMax, error);
    if (error) continue;
    port_ = here.port();
    asio::co_spawn(context_, accept(), [](const std::exception_ptr&) {});
    const NoSignals none;
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }
  return fail(ErrorCode::kConflict,
              fmt::format("the scoreboard cannot listen at 127.0.0.1:{}: {}", last, error.message()));
}

// A page of another site may not read this one through a name that it makes lead here.
bool LiveServer::is_ours(std::string_view host) const {
  return host == fmt::format("127.0.0.1:{}", port_) || host == fmt::format("localhost:{}", port_);
}

asio::awaitable<void> LiveServer::accept() {
  for (;;) {
    error_code error;
    Socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      asio::steady_timer rest(context_, kRestAfterError);
      co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (connections_ == kConnectionsMax) continue;
    ++connections_;
    asio::co_spawn(context_, serve(std::move(socket)), [this](const std::exception_ptr&) { --connections_; });
  }
}

asio::awaitable<void> LiveServer::serve(Socket socket) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer(kHeadBytesMax);
  for (int served = 0; served < kRequestsMax; ++served) {
    error_code error;
    http::request_parser<http::empty_body> parser;
    parser.header_limit(kHeadBytesMax);
    stream.expires_after(kIdleMax);
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    const Request& request = parser.get();
    Answer answer = is_ours(view(request[http::field::host]))
                        ? answer_to(request, answers_)
                        : plain(http::status::misdirected_request, "This is not a name of the scoreboard.\n");
    answer.set(http::field::cache_control, "no-store");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Referrer-Policy", "no-referrer");
    answer.keep_alive(request.keep_alive());
    answer.prepare_payload();
    if (request.method() == http::verb::head) answer.body().clear();
    co_await http::async_write(stream, answer, asio::redirect_error(asio::use_awaitable, error));
    if (error || !request.keep_alive()) break;
  }
}

}  // namespace bulkhead::drill
