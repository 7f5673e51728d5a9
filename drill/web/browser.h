// One person's browser: asks, follows redirects, keeps cookies and connections, sends forms.

#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/time.h"
#include "drill/load/pace.h"
#include "drill/web/page.h"
#include "drill/web/profile.h"

namespace bulkhead::drill {

/// What became of asking for a page, redirects included.
struct Fetched {
  enum class End : std::uint8_t {
    kAnswered,
    kNoConnection,
    kLost,     ///< The connection broke, or what came is no answer.
    kTimeout,  ///< No whole answer within Browser::kPatience.
    kAstray,   ///< More than kRedirectsMax redirects, or one to another host.
  };
  End end = End::kAnswered;
  unsigned status = 0;  ///< Of the last answer; 0 without one.
  std::string path;     ///< Where the redirects led.
  bool redirected = false;
  std::string content_type;
  std::optional<std::chrono::seconds> retry_after;
  /// Who answered instead of the service, by Proxy-Status (RFC 9209); empty when nobody says so.
  std::string proxy_status;
  std::string body;
  Nanoseconds took{0};        ///< Without the wait for the drill's own turn (Target::pace).
  bool from_service = false;  ///< The demo's services say so in every answer.

  /// Something in front of the service answered in its place: it names itself, or the status is one that says so and the
  /// service does not say that it is its own.
  bool refused() const {
    return end == End::kAnswered &&
           (!proxy_status.empty() || (!from_service && (status == 403 || status == 421 || status == 429)));
  }
  bool ok() const { return end == End::kAnswered && status >= 200 && status < 300; }
};

/// Where a drill plays, and as whom it may speak for others.
struct Target {
  boost::asio::ip::tcp::endpoint gateway;
  /// The address whose X-Forwarded-For the gateway believes.
  boost::asio::ip::address from;
  /// What may be sent there in all; null where nobody has said what is too much.
  std::shared_ptr<load::Pace> pace{};
};

/// What a browser says of its person.
struct Identity {
  std::string address;  ///< In X-Forwarded-For.
  std::string language;
  std::string user_agent;
  bool javascript = true;
};

/// HTTP/1.1 with one connection a host, kept alive. A request that met a connection which the server had closed is sent once
/// more on a new one, as browsers do.
///
/// Memory     A body of at most kBodyBytesMax; a larger one is lost.
/// Threads    One: the one that runs the context. Outlives its calls.
class Browser {
 public:
  static constexpr std::chrono::seconds kPatience{30};
  static constexpr int kRedirectsMax = 5;
  static constexpr std::size_t kBodyBytesMax = 32u << 20;

  Browser(boost::asio::io_context& context, const Target& target, Identity identity, Profile profile = {});
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  boost::asio::awaitable<Fetched> get(std::string host, std::string path);
  /// `csrf_token` goes into X-CSRF-Token, as programs send it.
  boost::asio::awaitable<Fetched> post(std::string host, std::string path, std::string content_type,
                                       std::string body, std::string csrf_token = {});
  /// Sends `form`, found on the page at `path`, with its fields as they are.
  boost::asio::awaitable<Fetched> submit(std::string host, std::string path, const Form& form);

  /// Asks for what belongs to `page` and is not in the profile yet: style sheets and pictures, and scripts where the person has
  /// JavaScript. Nothing is made of them, and nothing is said of those that do not come.
  boost::asio::awaitable<void> load_files(std::string host, const Page& page);

  /// As if it had been another browser: cookies, files and connections are gone.
  void forget();
  /// What is left when it is closed; the browser has nothing then.
  Profile close();

 private:
  struct Connection;
  struct Ask;
  boost::asio::awaitable<Fetched> fetch(Ask ask);
  boost::asio::awaitable<Fetched> ask_once(const Ask& ask);
  boost::asio::awaitable<bool> may_send();

  boost::asio::io_context& context_;
  const Target& target_;
  Identity identity_;
  Profile profile_;
  std::map<std::string, std::unique_ptr<Connection>, std::less<>> connections_;
  std::map<std::string, std::set<std::string>, std::less<>>
      tried_;            ///< Files asked for in this visit, by host.
  Nanoseconds turn_{0};  ///< How long the request under way has waited for its turn.
};

}  // namespace bulkhead::drill
