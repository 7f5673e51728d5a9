#include "drill/web/browser.h"

#include <netinet/in.h>

#include <charconv>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "os/clock.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Response = http::response_parser<http::string_body>;

using BindAddressNoPort = asio::detail::socket_option::boolean<IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT>;

constexpr std::uint32_t kHeadBytesMax = 64u << 10;
constexpr Milliseconds kTurnEvery{5};
constexpr const char* kServiceField = "Demo-Service";  // demo/http/answer.cc

std::string field_of(const Response& answer, http::field name) {
  const auto value = answer.get()[name];
  return {value.data(), value.size()};
}

std::optional<std::chrono::seconds> seconds_in(const std::string& text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 0) return std::nullopt;
  return std::chrono::seconds(count);
}

/// The path that a Location leads to on the same host; nothing when it leads away.
std::optional<std::string> path_to(std::string_view location, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!location.starts_with(scheme)) continue;
    location.remove_prefix(scheme.size());
    const auto end = std::min(location.find('/'), location.size());
    const std::string_view authority = location.substr(0, end);
    if (authority.substr(0, authority.find(':')) != host.substr(0, host.find(':'))) return std::nullopt;
    location.remove_prefix(end);
    return location.empty() ? "/" : std::string(location);
  }
  if (!location.starts_with('/') || location.starts_with("//")) return std::nullopt;
  return std::string(location.substr(0, location.find('#')));
}

}  // namespace

struct Browser::Ask {
  http::verb verb = http::verb::get;
  std::string host;
  std::string path;
  std::string content_type{};
  std::string body{};
  std::string csrf_token{};
};

struct Browser::Connection {
  explicit Connection(asio::io_context& context) : stream(context) {}
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  bool used = false;
};

Browser::Browser(asio::io_context& context, const Target& target, Identity identity, Profile profile)
    : context_(context), target_(target), identity_(std::move(identity)), profile_(std::move(profile)) {}

Browser::~Browser() = default;

void Browser::forget() {
  profile_ = {};
  connections_.clear();
  tried_.clear();
}

Profile Browser::close() {
  profile_.cookies.end_session();
  connections_.clear();
  tried_.clear();
  return std::exchange(profile_, {});
}

// Waits its turn where the target has said what is too much; false when nothing may be sent any more.
asio::awaitable<bool> Browser::may_send() {
  const os::SystemClock clock;
  asio::steady_timer timer(context_);
  const MonoTime asked = clock.mono_now();
  while (target_.pace && !target_.pace->take(clock.mono_now())) {
    if (target_.pace->is_over(clock.mono_now())) co_return false;
    timer.expires_after(kTurnEvery);
    co_await timer.async_wait(asio::use_awaitable);
  }
  turn_ += clock.mono_now() - asked;
  co_return true;
}

asio::awaitable<Fetched> Browser::ask_once(const Ask& ask) {
  Fetched fetched;
  fetched.path = ask.path;
  error_code error;
  if (!co_await may_send()) {
    fetched.end = Fetched::End::kNoConnection;
    co_return fetched;
  }
  auto& kept = connections_[ask.host];
  if (!kept) {
    auto made = std::make_unique<Connection>(context_);
    made->stream.expires_after(kPatience);
    made->stream.socket().open(target_.gateway.protocol(), error);
    // The port is chosen when it connects: a flood from the same address may hold many.
    if (!error) made->stream.socket().set_option(BindAddressNoPort(true), error);
    if (!error) made->stream.socket().bind({target_.from, 0}, error);
    if (!error)
      co_await made->stream.async_connect(target_.gateway, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      fetched.end = error == beast::error::timeout ? Fetched::End::kTimeout : Fetched::End::kNoConnection;
      connections_.erase(ask.host);
      co_return fetched;
    }
    kept = std::move(made);
  }
  Connection& connection = *kept;

  http::request<http::string_body> request(ask.verb, ask.path, 11);
  request.set(http::field::host, ask.host);
  request.set(http::field::user_agent, identity_.user_agent);
  request.set(http::field::accept, "text/html,application/json;q=0.9,*/*;q=0.8");
  request.set(http::field::accept_language, identity_.language);
  request.set("X-Forwarded-For", identity_.address);
  if (const std::string cookies = profile_.cookies.cookies_for(ask.host); !cookies.empty())
    request.set(http::field::cookie, cookies);
  if (ask.verb == http::verb::post) {
    request.set(http::field::content_type, ask.content_type);
    if (!ask.csrf_token.empty()) request.set("X-CSRF-Token", ask.csrf_token);
    request.body() = ask.body;
  }
  request.prepare_payload();

  Response answer;
  answer.header_limit(kHeadBytesMax);
  answer.body_limit(kBodyBytesMax);
  connection.stream.expires_after(kPatience);
  co_await http::async_write(connection.stream, request, asio::redirect_error(asio::use_awaitable, error));
  if (!error)
    co_await http::async_read(connection.stream, connection.buffer, answer,
                              asio::redirect_error(asio::use_awaitable, error));
  const bool was_used = std::exchange(connection.used, true);
  if (error) {
    const bool unheard = was_used && !answer.got_some() && error != beast::error::timeout;
    fetched.end = error == beast::error::timeout ? Fetched::End::kTimeout
                  : unheard                      ? Fetched::End::kNoConnection
                                                 : Fetched::End::kLost;
    connections_.erase(ask.host);
    co_return fetched;
  }
  fetched.status = answer.get().result_int();
  fetched.content_type = field_of(answer, http::field::content_type);
  fetched.retry_after = seconds_in(field_of(answer, http::field::retry_after));
  const auto proxy_status = answer.get()["Proxy-Status"];
  fetched.proxy_status.assign(proxy_status.data(), proxy_status.size());
  fetched.from_service = answer.get().count(kServiceField) > 0;
  const auto set = answer.get().equal_range(http::field::set_cookie);
  for (auto cookie = set.first; cookie != set.second; ++cookie)
    profile_.cookies.set(ask.host, {cookie->value().data(), cookie->value().size()});
  if (fetched.status >= 300 && fetched.status < 400)
    fetched.body = field_of(answer, http::field::location);
  else
    fetched.body = std::move(answer.get().body());
  if (!answer.keep_alive()) connections_.erase(ask.host);
  co_return fetched;
}

asio::awaitable<Fetched> Browser::fetch(Ask ask) {
  const auto begun = std::chrono::steady_clock::now();
  Fetched fetched;
  turn_ = Nanoseconds(0);
  int redirects = 0;
  while (true) {
    const bool reused = connections_.contains(ask.host);
    fetched = co_await ask_once(ask);
    if (reused && fetched.end == Fetched::End::kNoConnection) fetched = co_await ask_once(ask);
    if (fetched.end != Fetched::End::kAnswered || fetched.status < 300 || fetched.status >= 400) break;
    const auto next = path_to(fetched.body, ask.host);
    if (!next || ++redirects > kRedirectsMax) {
      fetched.end = Fetched::End::kAstray;
      break;
    }
    // 307 and 308 keep the method; nothing that is played here sends them, and a person's form would be lost all the same.
    ask = {http::verb::get, ask.host, *next};
  }
  fetched.redirected = redirects > 0;
  fetched.took = std::chrono::steady_clock::now() - begun - turn_;
  co_return fetched;
}

asio::awaitable<Fetched> Browser::get(std::string host, std::string path) {
  return fetch({http::verb::get, std::move(host), std::move(path)});
}

asio::awaitable<Fetched> Browser::post(std::string host, std::string path, std::string content_type,
                                       std::string body, std::string csrf_token) {
  return fetch({http::verb::post, std::move(host), std::move(path), std::move(content_type), std::move(body),
                std::move(csrf_token)});
}

asio::awaitable<Fetched> Browser::submit(std::string host, std::string path, const Form& form) {
  const std::string action = form.action.empty() ? path : form.action;
  if (form.post) return post(std::move(host), action, "application/x-www-form-urlencoded", form_body(form));
  const std::string before = action.substr(0, action.find('?'));
  return get(std::move(host), before + "?" + form_body(form));
}

asio::awaitable<void> Browser::load_files(std::string host, const Page& page) {
  auto& known = profile_.files[host];
  std::vector<std::string> wanted = page.files;
  if (identity_.javascript) wanted.insert(wanted.end(), page.scripts.begin(), page.scripts.end());
  auto& tried = tried_[host];
  for (const std::string& path : wanted) {
    if (!path.starts_with('/') || path.starts_with("//") || known.contains(path)) continue;
    if (known.size() == Profile::kFilesMax || tried.size() == Profile::kFilesMax) co_return;
    // Asked for once a visit, whatever comes; one that came is kept.
    if (!tried.insert(path).second) continue;
    const Fetched fetched = co_await get(host, path);
    if (fetched.ok()) known.insert(path);
  }
}

}  // namespace bulkhead::drill
