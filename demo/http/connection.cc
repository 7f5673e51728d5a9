// The life of a connection: read a head, read its body, answer, and again.

#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "demo/http/cookie.h"
#include "demo/http/wire.h"

namespace bulkhead::demo::wire {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// The answer to a head or body that did not arrive whole; status 0 when nobody is there to read one.
Response refusal(const beast::error_code& ec) {
  Response response;
  const bool gone =
      ec == beast::error::timeout || ec == http::error::end_of_stream || ec == http::error::partial_message;
  if (ec == http::error::header_limit) {
    response = plain_answer(431, "The request's head is too long.\n");
  } else if (ec == http::error::body_limit) {
    response = plain_answer(413, "The request's body is too long.\n");
  } else if (!gone && ec.category() == http::make_error_code(http::error::bad_method).category()) {
    response = plain_answer(400, "The request is not well-formed.\n");
  } else {
    response.status = 0;
  }
  response.close = true;
  return response;
}

std::string field(const Head& head, http::field name) { return std::string(view(head[name])); }

void copy_fields(const Head& head, Request& request) {
  request.method = std::string(view(head.method_string()));
  request.cookies = parse_cookies(view(head[http::field::cookie]));
  request.content_type = field(head, http::field::content_type);
  request.accept_language = field(head, http::field::accept_language);
  request.if_none_match = field(head, http::field::if_none_match);
  request.forwarded_proto = std::string(view(head["X-Forwarded-Proto"]));
  request.csrf_token = std::string(view(head["X-CSRF-Token"]));
}

// Reads the head into `request`; a status when it is refused.
Status read_facts(const Head& head, unsigned version, Request& request) {
  copy_fields(head, request);
  if (version >= 11 && head.count(http::field::host) != 1)
    return fail(ErrorCode::kInvalid, "one Host is needed");
  return parse_target(view(head.target()), request);
}

Status read_form(Request& request) {
  if (!std::string_view(request.content_type).starts_with(kFormType)) return {};
  auto form = parse_pairs(request.body);
  if (!form) return fail_as(form);
  request.form = std::move(*form);
  return {};
}

Response failed(const Error& error) {
  const bool target_too_long = error.code == ErrorCode::kLimit && error.message.starts_with("target");
  Response response = plain_answer(target_too_long ? 414 : 400, "Bad request: " + error.message + ".\n");
  response.close = true;
  return response;
}

class Connection {
 public:
  Connection(Stream& stream, Shared& shared) : stream_(stream), shared_(shared) {}

  // Serves one request; false when the connection is over.
  asio::awaitable<bool> serve_one();

 private:
  asio::awaitable<bool> refuse(beast::error_code ec, Form form);
  asio::awaitable<bool> dispatch(Parser& parser, Form form, Request& request);
  asio::awaitable<bool> serve_page(Parser& parser, Form form, Request& request);
  asio::awaitable<bool> wait_for_slot();

  Stream& stream_;
  Shared& shared_;
  beast::flat_buffer buffer_{kHeaderBytesMax + 64 * 1024};
};

asio::awaitable<bool> Connection::refuse(beast::error_code ec, Form form) {
  Response response = refusal(ec);
  if (response.status == 0) co_return false;
  co_await send(stream_, shared_, form, std::move(response));
  co_await linger(stream_);
  co_return false;
}

asio::awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(kHeaderBytesMax);
  parser.body_limit(kUploadBytesMax);
  stream_.expires_after(std::chrono::seconds{kHeaderSeconds});
  beast::error_code ec;
  co_await http::async_read_header(stream_, buffer_, parser, into(ec));
  if (ec) {
    const bool served = co_await refuse(ec, {});
    co_return served;
  }
  const Form form{.version = parser.get().version(),
                  .keep_alive = parser.get().keep_alive(),
                  .head_only = parser.get().method() == http::verb::head};
  Request request;
  request.now = shared_.clock.real_now();
  request.mono_now = shared_.clock.mono_now();
  if (const Status facts = read_facts(parser.get(), form.version, request); !facts) {
    co_await send(stream_, shared_, form, failed(facts.error()));
    co_await linger(stream_);
    co_return false;
  }
  const bool goes_on = co_await dispatch(parser, form, request);
  if (!goes_on && !parser.is_done()) co_await linger(stream_);
  co_return goes_on&& parser.is_done();
}

asio::awaitable<bool> Connection::dispatch(Parser& parser, Form form, Request& request) {
  bool goes_on = false;
  if (request.path == "/upload") {
    goes_on = co_await serve_upload(stream_, buffer_, parser, shared_, form);
  } else if (request.path == "/events" && request.method == "GET") {
    goes_on = co_await serve_events(stream_, shared_, form, request);
  } else if (request.path == "/ws" && beast::websocket::is_upgrade(parser.get())) {
    co_await serve_websocket(std::move(stream_), parser.release());
  } else if (request.path == "/ws") {
    Response response = plain_answer(426, "This is a WebSocket.\n").with("Upgrade", "websocket");
    response.close = !parser.is_done();
    goes_on = co_await send(stream_, shared_, form, std::move(response));
  } else if (request.path == "/download" && (request.method == "GET" || form.head_only)) {
    goes_on = co_await send(stream_, shared_, form, download(request));
  } else {
    goes_on = co_await serve_page(parser, form, request);
  }
  co_return goes_on;
}

asio::awaitable<bool> Connection::serve_page(Parser& parser, Form form, Request& request) {
  beast::error_code ec;
  if (parser.content_length().value_or(0) > kBodyBytesMax)
    ec = http::make_error_code(http::error::body_limit);
  if (!ec && !parser.is_done()) ec = co_await invite_body(stream_, parser.get());
  if (!ec) {
    ec = co_await read_body(stream_, buffer_, parser, [&request](std::string_view piece) {
      request.body += piece;
      return request.body.size() <= kBodyBytesMax;
    });
  }
  if (ec) {
    const bool served = co_await refuse(ec, form);
    co_return served;
  }
  Response response;
  if (const Status read = read_form(request); !read) {
    response = failed(read.error());
  } else if (shared_.slots && shared_.handler.is_work(request) && !co_await wait_for_slot()) {
    response = plain_answer(503, "Too many people are waiting.\n").with("Retry-After", "5");
  } else {
    response = shared_.handler.handle(request);
  }
  const bool goes_on = co_await send(stream_, shared_, form, std::move(response));
  co_return goes_on;
}

asio::awaitable<bool> Connection::wait_for_slot() {
  const MonoTime now = shared_.clock.mono_now();
  const auto done_at = shared_.slots->take(now);
  if (!done_at) co_return false;
  beast::error_code ignored;
  asio::steady_timer timer(stream_.get_executor());
  timer.expires_after(*done_at - now);
  co_await timer.async_wait(into(ignored));
  co_return true;
}

}  // namespace

asio::awaitable<void> serve(Stream stream, Shared& shared) {
  Connection connection(stream, shared);
  bool goes_on = true;
  while (goes_on) goes_on = co_await connection.serve_one();
  beast::error_code ignored;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> turn_away(Stream stream, Shared& shared) {
  Response response = plain_answer(503, "Too many connections.\n").with("Retry-After", "5");
  response.close = true;
  co_await send(stream, shared, {}, std::move(response));
  co_await linger(stream);
}

}  // namespace bulkhead::demo::wire
