// What must hold: the generator sends what it was told to, and under a pace no more than that allows, however much is due.

#include "drill/load/generator.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <thread>

namespace bulkhead::load {
namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 204 No Content\r\n\r\n";

/// Answers everything that comes, until it is destroyed.
class Server {
 public:
  Server() {
    sockaddr_in any{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t bytes = sizeof any;
    auto* address = reinterpret_cast<sockaddr*>(&any);
    EXPECT_EQ(::bind(listener_.fd(), address, sizeof any), 0);
    EXPECT_EQ(::listen(listener_.fd(), 64), 0);
    EXPECT_EQ(::getsockname(listener_.fd(), address, &bytes), 0);
    target_ = *Target::parse("127.0.0.1:" + std::to_string(ntohs(any.sin_port)));
    thread_ = std::thread([this] { serve(); });
  }
  ~Server() {
    stop_ = true;
    thread_.join();
  }
  const Target& target() const { return target_; }

 private:
  // A request of the generator comes in one piece, here on loopback.
  void serve() {
    std::vector<os::Descriptor> open;
    std::array<char, 4'096> buffer;
    while (!stop_) {
      std::vector<pollfd> fds = {{listener_.fd(), POLLIN, 0}};
      for (const os::Descriptor& one : open) fds.push_back({one.fd(), POLLIN, 0});
      if (::poll(fds.data(), fds.size(), 10) <= 0) continue;
      for (std::size_t i = 1; i < fds.size(); ++i)
        if (fds[i].revents != 0 && ::recv(fds[i].fd, buffer.data(), buffer.size(), 0) > 0)
          ::send(fds[i].fd, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
      if (fds[0].revents != 0) open.emplace_back(::accept(listener_.fd(), nullptr, nullptr));
    }
  }

  os::Descriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Target target_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

Options options_for(const Server& server) {
  Options options;
  options.target = server.target();
  options.hosts = {"a.test"};
  options.rps = 1'000;
  options.connections = 8;
  options.seconds = 1;
  return options;
}

TEST(Generator, SendsAtItsRate) {
  const Server server;
  const os::SystemClock clock;
  const std::atomic<bool> stop{false};
  const Options options = options_for(server);
  const auto totals = Generator(options, clock, stop).run();
  ASSERT_TRUE(totals) << totals.error().message;
  EXPECT_GT(totals->counts.sent, 500u) << "a loaded machine is late, but not by that much";
  EXPECT_LE(totals->counts.sent, 1'100u);
  EXPECT_EQ(totals->counts.lost + totals->counts.timeouts, 0u);
}

TEST(Generator, KeepsToThePaceOfAll) {
  const Server server;
  const os::SystemClock clock;
  const std::atomic<bool> stop{false};
  Options options = options_for(server);
  options.pace = std::make_shared<Pace>(100, MonoTime::max());
  const auto totals = Generator(options, clock, stop).run();
  ASSERT_TRUE(totals) << totals.error().message;
  EXPECT_GT(totals->counts.sent, 50u);
  EXPECT_LE(totals->counts.sent, 101u);
  EXPECT_GT(totals->counts.unsent, 500u) << "what may not be sent is told";
}

TEST(Generator, SendsNothingOnceTheLeaveHasEnded) {
  const Server server;
  const os::SystemClock clock;
  const std::atomic<bool> stop{false};
  Options options = options_for(server);
  options.pace = std::make_shared<Pace>(100, clock.mono_now());
  const auto totals = Generator(options, clock, stop).run();
  ASSERT_TRUE(totals) << totals.error().message;
  EXPECT_EQ(totals->counts.sent, 0u);
}

}  // namespace
}  // namespace bulkhead::load
