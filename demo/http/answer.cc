// Writing answers: whole, chunked, or only the head.

#include <array>
#include <utility>

#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/escape.h"
#include "base/timestamp.h"
#include "demo/http/wire.h"

namespace bulkhead::demo::wire {
namespace {

constexpr std::size_t kLingerBytesMax = 4 << 20;

bool has_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

template <typename Message>
void fill_head(Message& message, const Shared& shared, Form form, const Response& response) {
  message.version(form.version);
  message.result(response.status);
  message.set(http::field::server, "bulkhead-demo");
  message.set("Demo-Service", "yes");  // a proxy in between replaces Server
  message.set(http::field::date, http_date(shared.clock.real_now()));
  if (!response.content_type.empty() && has_body(response.status)) {
    message.set(http::field::content_type, response.content_type);
  }
  for (const auto& [name, value] : response.fields) message.insert(name, escape_header(value));
  message.keep_alive(form.keep_alive);
}

// The whole answer, or its head with the length that the body would have had.
asio::awaitable<beast::error_code> send_whole(Stream& stream, const Shared& shared, Form form,
                                              const Response& response) {
  beast::error_code ec;
  const std::string_view bytes = response.bytes();
  if (form.head_only || !has_body(response.status)) {
    http::response<http::empty_body> message;
    fill_head(message, shared, form, response);
    if (has_body(response.status)) message.content_length(bytes.size());
    co_await http::async_write(stream, message, into(ec));
  } else {
    http::response<http::span_body<const char>> message;
    fill_head(message, shared, form, response);
    message.content_length(bytes.size());
    message.body() = http::span_body<const char>::value_type(bytes.data(), bytes.size());
    co_await http::async_write(stream, message, into(ec));
  }
  co_return ec;
}

// Chunk by chunk; to HTTP/1.0 as bytes that end with the connection.
asio::awaitable<beast::error_code> send_pieces(Stream& stream, const Shared& shared, Form form,
                                               const Response& response) {
  beast::error_code ec;
  const bool chunked = form.version >= 11;
  http::response<http::empty_body> message;
  fill_head(message, shared, form, response);
  message.chunked(chunked);
  http::response_serializer<http::empty_body> serializer(message);
  co_await http::async_write_header(stream, serializer, into(ec));
  bool more = !form.head_only;
  while (!ec && more) {
    std::string piece;
    more = response.pieces(piece);
    if (piece.empty()) continue;
    stream.expires_after(std::chrono::seconds{kBodySeconds});
    if (chunked) {
      co_await asio::async_write(stream, http::make_chunk(asio::buffer(piece)), into(ec));
    } else {
      co_await asio::async_write(stream, asio::buffer(piece), into(ec));
    }
  }
  if (!ec && chunked && !form.head_only)
    co_await asio::async_write(stream, http::make_chunk_last(), into(ec));
  co_return ec;
}

}  // namespace

asio::awaitable<bool> send(Stream& stream, Shared& shared, Form form, Response response) {
  form.keep_alive = form.keep_alive && !response.close && (!response.pieces || form.version >= 11);
  stream.expires_after(std::chrono::seconds{kBodySeconds});
  beast::error_code ec;
  if (response.pieces) {
    ec = co_await send_pieces(stream, shared, form, response);
  } else {
    ec = co_await send_whole(stream, shared, form, response);
  }
  co_return !ec && form.keep_alive;
}

asio::awaitable<void> linger(Stream& stream) {
  beast::error_code ec;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  std::array<char, 16 * 1024> unread;
  stream.expires_after(std::chrono::seconds{2});
  for (std::size_t bytes = 0; !ec && bytes < kLingerBytesMax;) {
    bytes += co_await stream.async_read_some(asio::buffer(unread), into(ec));
  }
}

asio::awaitable<beast::error_code> invite_body(Stream& stream, const Head& head) {
  beast::error_code ec;
  if (beast::iequals(head[http::field::expect], "100-continue")) {
    const http::response<http::empty_body> message{http::status::continue_, 11};
    stream.expires_after(std::chrono::seconds{kBodySeconds});
    co_await http::async_write(stream, message, into(ec));
  }
  co_return ec;
}

}  // namespace bulkhead::demo::wire
