// What flows for long: uploads, downloads, events, WebSocket.

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "demo/http/number.h"
#include "demo/http/wire.h"
#include "os/sha256.h"

namespace bulkhead::demo::wire {
namespace {

constexpr std::uint64_t kEveryMsMin = 10;
constexpr std::uint64_t kEveryMsMax = 60'000;

std::uint64_t number_of(const Pairs& query, std::string_view name, std::int64_t otherwise) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number_in(text_of(query, name), otherwise), 0));
}

// Counts and hashes a body as it passes.
class Meter {
 public:
  Meter() { crypto_hash_sha256_init(&state_); }

  void add(std::string_view piece) {
    bytes_ += piece.size();
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
  }
  std::string json() {
    os::Sha256 digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    return fmt::format("{{\"bytes\":{},\"sha256\":\"{}\"}}\n", bytes_, os::hex(digest));
  }

 private:
  crypto_hash_sha256_state state_{};
  std::uint64_t bytes_ = 0;
};

}  // namespace

asio::awaitable<bool> serve_upload(Stream& stream, beast::flat_buffer& buffer, Parser& parser, Shared& shared,
                                   Form form) {
  const http::verb method = parser.get().method();
  Response response;
  if (method != http::verb::post && method != http::verb::put) {
    response = plain_answer(405, "Send a body with POST or PUT.\n").with("Allow", "POST, PUT");
    response.close = !parser.is_done();
  } else {
    Meter meter;
    beast::error_code ec = co_await invite_body(stream, parser.get());
    if (!ec) {
      ec = co_await read_body(stream, buffer, parser, [&meter](std::string_view piece) {
        meter.add(piece);
        return true;
      });
    }
    if (ec == http::error::body_limit) {
      response = plain_answer(413, "The upload is too long.\n");
    } else if (ec == http::error::end_of_stream || ec == http::error::partial_message ||
               ec == beast::error::timeout) {
      co_return false;
    } else if (ec) {
      response = plain_answer(400, "The upload did not arrive whole.\n");
    } else {
      response = {.status = 200, .content_type = "application/json", .body = meter.json()};
    }
    response.close = static_cast<bool>(ec);
  }
  const bool goes_on = co_await send(stream, shared, form, std::move(response));
  co_return goes_on;
}

Response download(const Request& request) {
  const std::uint64_t bytes = std::min(number_of(request.query, "bytes", 1 << 20), kDownloadBytesMax);
  Response response{.status = 200, .content_type = "application/octet-stream"};
  response.pieces = [left = bytes](std::string& piece) mutable {
    const std::size_t now = static_cast<std::size_t>(std::min<std::uint64_t>(left, 64 * 1024));
    piece.resize(now);
    for (std::size_t i = 0; i < now; ++i) piece[i] = static_cast<char>('a' + i % 26);
    left -= now;
    return left > 0;
  };
  return response;
}

asio::awaitable<bool> serve_events(Stream& stream, Shared& shared, Form form, const Request& request) {
  const auto every = std::chrono::milliseconds{
      std::clamp(number_of(request.query, "every_ms", 1000), kEveryMsMin, kEveryMsMax)};
  const std::uint64_t count = number_of(request.query, "count", 0);
  // An answer without a length that ends with the connection: what an event stream usually is.
  std::string text = fmt::format(
      "HTTP/1.{} 200 OK\r\nServer: bulkhead-demo\r\nContent-Type: text/event-stream\r\nCache-Control: "
      "no-store\r\n"
      "X-Accel-Buffering: no\r\nConnection: close\r\n\r\nretry: 2000\n\n",
      form.version >= 11 ? 1 : 0);
  asio::steady_timer timer(stream.get_executor());
  timer.expires_after(std::chrono::milliseconds{0});
  beast::error_code ec;
  for (std::uint64_t id = 1; !ec && (count == 0 || id <= count + 1); ++id) {
    stream.expires_after(std::chrono::seconds{kBodySeconds});
    co_await asio::async_write(stream, asio::buffer(text), into(ec));
    if (ec || (count != 0 && id == count + 1)) break;
    timer.expires_at(timer.expiry() + (id == 1 ? std::chrono::milliseconds{0} : every));
    co_await timer.async_wait(into(ec));
    text = fmt::format("id: {}\nevent: notice\ndata: {{\"notice\":{},\"open_cases_changed\":{}}}\n\n", id, id,
                       id % 7);
  }
  // A stream that ends is closed in order, so that no event is lost on the way.
  if (!ec) co_await linger(stream);
  static_cast<void>(shared);
  co_return false;
}

asio::awaitable<void> serve_websocket(Stream stream, http::request<http::buffer_body> upgrade) {
  namespace websocket = beast::websocket;
  stream.expires_never();
  websocket::stream<Stream> socket(std::move(stream));
  socket.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
  socket.read_message_max(kMessageBytesMax);
  beast::error_code ec;
  co_await socket.async_accept(upgrade, into(ec));
  while (!ec) {
    beast::flat_buffer message;
    co_await socket.async_read(message, into(ec));
    if (ec) break;
    socket.text(socket.got_text());
    co_await socket.async_write(message.data(), into(ec));
  }
}

}  // namespace bulkhead::demo::wire
