#include "control/selftest/request.h"

#include <chrono>
#include <memory>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "control/health/status_line.h"

namespace bulkhead::control {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

/// Shared with the timer, which may fire when the call is over.
struct Call {
  explicit Call(asio::io_context& context) : socket(context), timer(context) {}
  stream_protocol::socket socket;
  asio::steady_timer timer;
  bool timed_out = false;
};

void limit_time(const std::shared_ptr<Call>& call) {
  call->timer.expires_after(kSelfTestTimeout);
  call->timer.async_wait([call](error_code cancelled) {
    if (cancelled) return;
    call->timed_out = true;
    error_code ignored;
    call->socket.close(ignored);
  });
}

std::string request_text(const std::string& host, const std::string& target, const std::string& question) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nAccept: {}\r\nX-Bulkhead-Self-Test: {}\r\n"
      "Connection: close\r\n\r\n",
      target, host, kSelfTestAgent, kSelfTestAccept, question);
}

std::unexpected<Error> failed(const std::string& what, const Call& call, const error_code& error) {
  const std::string why =
      call.timed_out ? fmt::format("nothing within {} s", kSelfTestTimeout.count() / 1'000) : error.message();
  return fail(ErrorCode::kUnavailable, what + ": " + why);
}

Result<SelfTestReply> parse(const std::string& answer) {
  SelfTestReply reply;
  const auto status = health::status_of(std::string_view(answer).substr(0, answer.find('\n')));
  const std::size_t head = answer.find("\r\n\r\n");
  if (!status || head == std::string::npos)
    return fail(ErrorCode::kUnavailable, "nginx's answer is no HTTP/1.1");
  reply.status = *status;
  reply.body = answer.substr(head + 4);
  return reply;
}

}  // namespace

asio::awaitable<Result<SelfTestReply>> send_self_test(asio::io_context& context, std::string path,
                                                      std::string host, std::string target,
                                                      std::string question) {
  const auto call = std::make_shared<Call>(context);
  limit_time(call);
  error_code error;
  co_await call->socket.async_connect(stream_protocol::endpoint(path),
                                      asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    call->timer.cancel();
    co_return failed("nginx does not listen at " + path, *call, error);
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::string request = request_text(host, target, question);
  co_await asio::async_write(call->socket, asio::buffer(request),
                             asio::redirect_error(asio::use_awaitable, error));
  std::string answer;
  if (!error)
    co_await asio::async_read(call->socket, asio::dynamic_buffer(answer, kSelfTestAnswerBytesMax),
                              asio::redirect_error(asio::use_awaitable, error));
  const Nanoseconds latency = std::chrono::steady_clock::now() - begin;
  call->timer.cancel();
  if (answer.empty()) co_return failed("nginx did not answer", *call, error);
  Result<SelfTestReply> reply = parse(answer);
  if (reply) reply->latency = latency;
  co_return reply;
}

}  // namespace bulkhead::control
