#include "drill/consent/ask.h"

#include <sodium.h>

#include <array>
#include <span>

#include <fmt/format.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "base/timestamp.h"
#include "control/consent/drill_key.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

std::string text(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return fmt::format("{}:{}", endpoint.address().is_v6() ? "[" + address + "]" : address, endpoint.port());
}

bool is(const Address& address, const asio::ip::address& other) {
  const auto parsed = Address::parse(other.to_string());
  return parsed && *parsed == address;
}

std::string make_nonce(os::Random& random) {
  std::array<unsigned char, 32> bytes{};
  random.fill(std::as_writable_bytes(std::span(bytes)));
  std::string hex(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

std::unexpected<Error> silent(const PermitRequest& request, std::string_view why) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("{} was asked whether it agrees to a drill, and {}: nothing else was sent",
                          text(request.gateway), why));
}

asio::awaitable<Result<std::string>> exchange(const PermitRequest& request, const std::string& nonce) {
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_after(kConsentPatience);
  error_code error;
  const auto token = [&error] { return asio::redirect_error(asio::use_awaitable, error); };
  auto& socket = stream.socket();
  socket.open(request.gateway.protocol(), error);
  if (!error) socket.bind(tcp::endpoint(request.from, 0), error);
  if (error)
    co_return fail(ErrorCode::kInvalid,
                   fmt::format("a drill cannot come from {} to {}: {}", request.from.to_string(),
                               text(request.gateway), error.message()));
  co_await stream.async_connect(request.gateway, token());
  if (error) co_return silent(request, error.message());
  http::request<http::empty_body> question(http::verb::get,
                                           fmt::format("{}?nonce={}", control::kConsentPath, nonce), 11);
  question.set(http::field::host, text(request.gateway));
  question.set(http::field::connection, "close");
  co_await http::async_write(stream, question, token());
  if (error) co_return silent(request, error.message());
  beast::flat_buffer buffer(control::kConsentBytesMax * 4);
  http::response_parser<http::string_body> answer;
  answer.header_limit(control::kConsentBytesMax);
  answer.body_limit(control::kConsentBytesMax);
  co_await http::async_read(stream, buffer, answer, token());
  if (error) co_return silent(request, "no whole answer came: " + error.message());
  if (answer.get().result_int() == 404)
    co_return fail(ErrorCode::kDenied,
                   fmt::format("{} agrees to no drill from {}: an officer there has to say "
                               "`bulkhead drill allow --from {} --rate N`",
                               text(request.gateway), request.from.to_string(), request.from.to_string()));
  if (answer.get().result_int() == 429 || answer.get().result_int() >= 500)
    co_return silent(request, fmt::format("it answered {}", answer.get().result_int()));
  if (answer.get().result_int() != 200)
    co_return fail(
        ErrorCode::kDenied,
        fmt::format("{} answered {} to the question whether it agrees to a drill; only 200 is a consent",
                    text(request.gateway), answer.get().result_int()));
  co_return answer.release().body();
}

std::unexpected<Error> refused(std::string why) { return fail(ErrorCode::kDenied, std::move(why)); }

}  // namespace

Result<control::Consent> check_consent(std::string_view json, std::string_view nonce,
                                       const PermitRequest& request, RealTime now) {
  const auto answer = control::parse_consent(json);
  if (!answer) return refused(answer.error().message);
  const control::Consent& consent = answer->consent;
  if (!control::is_signed_by(request.key, control::signed_text(consent), answer->signature))
    return refused(
        "the consent is not signed by the key that was given: it is another gateway's, or nobody's");
  if (consent.nonce != nonce) return refused("the consent answers another question than this one");
  if (!is(consent.address, request.gateway.address()) || consent.port != request.gateway.port())
    return refused(
        fmt::format("the gateway was reached at {}:{}, but would be loaded at {}: something between the two "
                    "passes connections on, and has not agreed",
                    consent.address.text(), consent.port, text(request.gateway)));
  if (!is(consent.from, request.from))
    return refused(fmt::format("the gateway agrees to a drill from {}, this one comes from {}",
                               consent.from.text(), request.from.to_string()));
  if (consent.ends_at <= now)
    return refused(fmt::format("the consent has ended at {}", rfc3339(consent.ends_at)));
  return consent;
}

Result<control::Consent> ask_consent(const PermitRequest& request, os::Random& random,
                                     const os::Clock& clock) {
  const std::string nonce = make_nonce(random);
  asio::io_context context;
  Result<std::string> answer = fail(ErrorCode::kUnavailable, "no answer");
  const auto ask = [&]() -> asio::awaitable<void> { answer = co_await exchange(request, nonce); };
  asio::co_spawn(context, ask, [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
  if (!answer) return fail_as(answer);
  return check_consent(*answer, nonce, request, clock.real_now());
}

}  // namespace bulkhead::drill
