// A web server of two pages, on loopback, for whoever looks on at a drill.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"

namespace bulkhead::drill {

/// Answers GET and HEAD of / and /state.json, asked for by a name of this machine, and nothing else.
///
/// Threads    Its own, which takes no signal: those go to whoever waits for them. `page` and `state` are called there.
/// Bounds     kConnectionsMax at once, kRequestsMax on each, kHeadBytesMax, kIdleMax.
class LiveServer {
 public:
  static constexpr int kConnectionsMax = 32;
  static constexpr int kRequestsMax = 10'000;  // a page that polls for hours
  static constexpr std::uint32_t kHeadBytesMax = 16 * 1024;
  static constexpr std::chrono::seconds kIdleMax{30};

  struct Answers {
    std::function<std::string(const std::string& nonce)> page;
    std::function<std::string()> state;
  };

  explicit LiveServer(Answers answers) : answers_(std::move(answers)), acceptor_(context_) {}
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  /// Serves at `port`, or at the first free one from kPortFrom on when it is 0. Errors: kConflict when it is taken.
  Status open(std::uint16_t port);

  std::uint16_t port() const { return port_; }

  /// Taken before arms look for theirs, which lie in the same range (drill.cc): they step aside.
  static constexpr std::uint16_t kPortFrom = 20'400;

 private:
  using Socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(Socket socket);
  bool is_ours(std::string_view host) const;

  Answers answers_;
  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  int connections_ = 0;
  std::thread thread_;
};

}  // namespace bulkhead::drill
