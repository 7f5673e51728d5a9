// What the server's own source files share about Beast. Included by no other folder.

#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include "demo/http/server.h"
#include "demo/http/slots.h"

namespace bulkhead::demo::wire {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Stream = beast::tcp_stream;
using Head = http::request_header<http::fields>;
using Parser = http::request_parser<http::buffer_body>;

/// What all connections of one server share.
struct Shared {
  Handler& handler;
  const os::Clock& clock;
  std::unique_ptr<Slots> slots;  ///< Null: no limit.
  std::size_t connections_max;
  std::atomic<std::size_t> connections = 0;
};

/// What the answer to a request depends on beside its content.
struct Form {
  unsigned version = 11;
  bool keep_alive = false;
  bool head_only = false;
};

/// An awaited operation that reports through `ec` and does not throw.
inline auto into(beast::error_code& ec) { return asio::redirect_error(asio::use_awaitable, ec); }

inline std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// Serves one connection until either side ends it.
asio::awaitable<void> serve(Stream stream, Shared& shared);

/// Tells a client that there are connections enough.
asio::awaitable<void> turn_away(Stream stream, Shared& shared);

/// Sends an answer; false when the connection has to end after it.
asio::awaitable<bool> send(Stream& stream, Shared& shared, Form form, Response response);

/// Lets the client read what was sent before the connection ends, though it may still be sending itself.
asio::awaitable<void> linger(Stream& stream);

asio::awaitable<bool> serve_upload(Stream& stream, beast::flat_buffer& buffer, Parser& parser, Shared& shared,
                                   Form form);
asio::awaitable<bool> serve_events(Stream& stream, Shared& shared, Form form, const Request& request);
asio::awaitable<void> serve_websocket(Stream stream, http::request<http::buffer_body> upgrade);
Response download(const Request& request);

/// Hands every piece of the body to `sink`; ok when the body is complete. `sink` returns false to stop,
/// which reads as http::error::body_limit.
template <typename Sink>
asio::awaitable<beast::error_code> read_body(Stream& stream, beast::flat_buffer& buffer, Parser& parser,
                                             Sink sink) {
  std::array<char, 64 * 1024> piece;
  beast::error_code ec;
  while (!parser.is_done()) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    stream.expires_after(std::chrono::seconds{kBodySeconds});
    co_await http::async_read_some(stream, buffer, parser, into(ec));
    if (ec == http::error::need_buffer) ec = {};
    if (ec) co_return ec;
    const std::size_t bytes = piece.size() - parser.get().body().size;
    if (bytes > 0 && !sink(std::string_view(piece.data(), bytes)))
      co_return http::make_error_code(http::error::body_limit);
  }
  co_return ec;
}

/// Sends "100 Continue" when the client waits for it.
asio::awaitable<beast::error_code> invite_body(Stream& stream, const Head& head);

}  // namespace bulkhead::demo::wire
