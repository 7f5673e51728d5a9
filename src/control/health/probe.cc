#include "control/health/probe.h"

#include <chrono>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/escape.h"
#include "control/health/status_line.h"

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;

/// Shared with the timer, which may fire when the probe is over.
struct Call {
  Call(asio::io_context& context, asio::ssl::context& tls) : stream(context, tls), timer(context) {}
  TlsStream stream;
  asio::steady_timer timer;
  bool timed_out = false;
};

void limit_time(const std::shared_ptr<Call>& call, Milliseconds timeout) {
  call->timer.expires_after(timeout);
  call->timer.async_wait([call](error_code cancelled) {
    if (cancelled) return;
    call->timed_out = true;
    error_code ignored;
    call->stream.next_layer().close(ignored);
  });
}

std::string request_of(const Question& question) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: bulkhead-health\r\nAccept: */*\r\nConnection: "
      "close\r\n\r\n",
      question.path, question.host_field);
}

Probed judge(std::string_view answer, const Question& question) {
  const std::string_view line = answer.substr(0, answer.find('\n'));
  const auto status = status_of(line);
  if (!status)
    return {.answered = false,
            .latency = {},
            .error = fmt::format("no HTTP/1 status line: \"{}\"", escape_log(cut(line, 60)))};
  if (*status > question.expect_status_max)
    return {.answered = false,
            .latency = {},
            .error = fmt::format("status {}, at most {} expected", *status, question.expect_status_max)};
  return {.answered = true, .latency = {}, .error = ""};
}

template <typename Stream>
asio::awaitable<Probed> ask(Stream& stream, const Question& question) {
  error_code error;
  const std::string request = request_of(question);
  co_await asio::async_write(stream, asio::buffer(request), asio::redirect_error(asio::use_awaitable, error));
  std::string answer;
  if (!error)
    co_await asio::async_read_until(stream, asio::dynamic_buffer(answer, kStatusLineBytesMax), '\n',
                                    asio::redirect_error(asio::use_awaitable, error));
  if (error)
    co_return Probed{
        .answered = false, .latency = {}, .error = fmt::format("no answer: {}", error.message())};
  co_return judge(answer, question);
}

asio::awaitable<Probed> ask_with_tls(TlsStream& stream, const Question& question) {
  error_code error;
  stream.set_verify_mode(asio::ssl::verify_peer, error);
  stream.set_verify_callback(asio::ssl::host_name_verification(question.host), error);
  // SSL_set_tlsext_host_name() without its old-style cast. An address as text is no server name (RFC 6066 §3).
  if (question.host != question.address)
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(question.host.c_str()));
  co_await stream.async_handshake(asio::ssl::stream_base::client,
                                  asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    const long verified = SSL_get_verify_result(stream.native_handle());
    co_return Probed{.answered = false,
                     .latency = {},
                     .error = verified == X509_V_OK
                                  ? fmt::format("no TLS: {}", error.message())
                                  : fmt::format("certificate of {} not accepted: {}", question.host,
                                                X509_verify_cert_error_string(verified))};
  }
  co_return co_await ask(stream, question);
}

}  // namespace

asio::awaitable<Probed> probe(asio::io_context& context, asio::ssl::context& tls, Question question) {
  const auto begin = std::chrono::steady_clock::now();
  const auto call = std::make_shared<Call>(context, tls);
  limit_time(call, question.timeout);
  error_code error;
  Probed probed;
  const tcp::endpoint endpoint(asio::ip::make_address(question.address, error), question.port);
  if (!error)
    co_await call->stream.next_layer().async_connect(endpoint,
                                                     asio::redirect_error(asio::use_awaitable, error));
  if (error)
    probed.error = fmt::format("cannot connect: {}", error.message());
  else if (question.tls)
    probed = co_await ask_with_tls(call->stream, question);
  else
    probed = co_await ask(call->stream.next_layer(), question);
  call->timer.cancel();
  if (!probed.answered && call->timed_out)
    probed.error = fmt::format("no answer within {} ms", question.timeout.count());
  probed.latency = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - begin);
  call->stream.next_layer().close(error);
  co_return probed;
}

}  // namespace bulkhead::control::health
