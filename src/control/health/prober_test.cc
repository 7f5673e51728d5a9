// Over real sockets: who answers is up, who does not is down and says why, and a server that never answers delays nobody. The
// tests run the loop until what must happen has happened; nothing sleeps.

#include "control/health/prober.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Answers every connection with `answer`; with an empty one it never answers.
class Upstream {
 public:
  Upstream(asio::io_context& context, std::string answer)
      : acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), answer_(std::move(answer)) {
    accept();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  /// The last request.
  const std::string& asked() const { return asked_; }
  int connections() const { return connections_; }
  void answer_with(std::string answer) { answer_ = std::move(answer); }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (error) return;
      held_.push_back(std::make_shared<Held>(Held{std::move(socket), {}}));
      read(held_.back());
      accept();
    });
  }

  struct Held {
    tcp::socket socket;
    std::array<char, 4'096> bytes;
  };

  void read(const std::shared_ptr<Held>& held) {
    held->socket.async_read_some(asio::buffer(held->bytes),
                                 [this, held](error_code failed, std::size_t count) {
                                   if (failed) return;
                                   ++connections_;
                                   asked_.assign(held->bytes.data(), count);
                                   error_code ignored;
                                   if (answer_.empty()) return;
                                   asio::write(held->socket, asio::buffer(answer_), ignored);
                                   held->socket.close(ignored);
                                 });
  }

  tcp::acceptor acceptor_;
  std::string answer_;
  std::string asked_;
  int connections_ = 0;
  std::vector<std::shared_ptr<Held>> held_;
};

/// A name server that never answers, until the test is over.
class SilentNames {
 public:
  ~SilentNames() {
    const std::scoped_lock lock(state_->mutex);
    state_->over = true;
    state_->changed.notify_all();
  }
  Resolver::LookUp look_up() const {
    return [state = state_](const std::string& host) -> Result<std::string> {
      std::unique_lock lock(state->mutex);
      state->changed.wait(lock, [&] { return state->over; });
      return fail(ErrorCode::kUnavailable, "too late for " + host);
    };
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    bool over = false;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// Counts how often it is looked at: so often may a server have had its turn.
class CountingClock final : public os::Clock {
 public:
  BootTime boot_now() const override { return clock_.boot_now(); }
  RealTime real_now() const override { return clock_.real_now(); }
  MonoTime mono_now() const override {
    ++looks;
    return clock_.mono_now();
  }
  std::string boot_id() const override { return clock_.boot_id(); }
  bool real_time_trusted() const override { return clock_.real_time_trusted(); }

  mutable std::size_t looks = 0;

 private:
  os::SystemClock clock_;
};

class ProberTest : public ::testing::Test {
 protected:
  static policy::Service service(const std::string& name, const std::string& scheme, std::uint16_t port) {
    policy::Service service;
    service.name = name;
    service.hosts = {name + ".example"};
    service.upstream = {{scheme, "127.0.0.1", port}};
    service.health.path = "/alive?x=1";
    service.health.interval = Milliseconds(20);
    service.health.timeout = Milliseconds(2'000);
    service.health.fall = 1;
    service.health.rise = 1;
    return service;
  }

  static std::uint16_t closed_port(asio::io_context& context) {
    return tcp::acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)).local_endpoint().port();
  }

  /// Runs the loop until `done`, at most 20 s.
  void run_until(const std::function<bool()>& done) {
    const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < last)
      context_.run_one_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(done());
  }

  void follow(const policy::Policy& policy) { prober_.follow(std::make_shared<policy::Policy>(policy)); }

  Health health(std::string_view name) const { return overall(prober_.of(name)); }

  asio::io_context context_;
  os::SystemClock clock_;
  os::SeededRandom random_{7};
  Prober prober_{context_, clock_, random_, nullptr};
};

TEST_F(ProberTest, TellsUpFromDownAndSaysWhy) {
  Upstream good(context_, "HTTP/1.1 204 No Content\r\n\r\n");
  Upstream missing(context_, "HTTP/1.1 404 Not Found\r\n\r\n");
  Upstream broken(context_, "HTTP/1.1 503 Service Unavailable\r\n\r\n");
  Upstream other(context_, "220 mail.example ESMTP\r\n");
  Upstream plain(context_, "HTTP/1.1 400 Bad Request\r\n\r\n");
  policy::Policy policy;
  policy.services = {
      service("broken", "http", broken.port()), service("closed", "http", closed_port(context_)),
      service("good", "http", good.port()),     service("missing", "http", missing.port()),
      service("other", "http", other.port()),   service("plain", "https", plain.port())};
  follow(policy);
  run_until([&] {
    return health("good") == Health::kUp && health("missing") == Health::kUp &&
           health("broken") == Health::kDown && health("closed") == Health::kDown &&
           health("other") == Health::kDown && health("plain") == Health::kDown;
  });
  const auto error = [&](std::string_view name) { return prober_.of(name).servers.at(0).error; };
  EXPECT_NE(error("broken").find("status 503, at most 499"), std::string::npos) << error("broken");
  EXPECT_NE(error("closed").find("cannot connect"), std::string::npos) << error("closed");
  EXPECT_NE(error("other").find("220 mail"), std::string::npos) << error("other");
  EXPECT_NE(error("plain").find("no TLS"), std::string::npos) << error("plain");
  EXPECT_EQ(error("good"), "");
  EXPECT_TRUE(good.asked().starts_with("GET /alive?x=1 HTTP/1.1\r\nHost: good.example\r\n")) << good.asked();
}

TEST_F(ProberTest, ASilentServerDelaysNobody) {
  Upstream silent(context_, "");
  Upstream good(context_, "HTTP/1.1 200 OK\r\n\r\n");
  policy::Policy policy;
  policy.services = {service("good", "http", good.port()), service("silent", "http", silent.port())};
  policy.services[1].health.timeout = std::chrono::minutes(10);
  follow(policy);
  run_until([&] { return !silent.asked().empty(); });
  // Five more answers of the good one while the silent one is still being asked.
  run_until([&] { return good.connections() >= 5; });
  EXPECT_EQ(health("silent"), Health::kUnknown);
  EXPECT_EQ(health("good"), Health::kUp);
}

TEST_F(ProberTest, GivesUpAtTheTimeout) {
  Upstream silent(context_, "");
  policy::Policy policy;
  policy.services = {service("silent", "http", silent.port())};
  policy.services[0].health.timeout = Milliseconds(30);
  follow(policy);
  run_until([&] { return health("silent") == Health::kDown; });
  EXPECT_EQ(prober_.of("silent").servers.at(0).error, "no answer within 30 ms");
}

TEST_F(ProberTest, AsksNoMoreThanItMayAtOnceAndEverybodyInTheEnd) {
  Upstream silent(context_, "");
  policy::Policy policy;
  for (std::size_t i = 0; i < Prober::kProbesMax + 50; ++i) {
    policy.services.push_back(service(fmt::format("s{:04}", i), "http", silent.port()));
    policy.services.back().health.timeout = Milliseconds(300);
  }
  follow(policy);
  std::size_t most = 0;
  run_until([&] {
    most = std::max(most, prober_.probes());
    return std::ranges::all_of(policy.services,
                               [&](const auto& one) { return health(one.name) == Health::kDown; });
  });
  EXPECT_EQ(most, Prober::kProbesMax);
}

TEST_F(ProberTest, ServersThatWaitForASilentNameServerHaveTheirTurnsOnly) {
  constexpr std::size_t kServices = 1'400;
  const SilentNames names;
  CountingClock clock;
  Prober prober(context_, clock, random_, nullptr, names.look_up());
  auto policy = std::make_shared<policy::Policy>();
  for (std::size_t i = 0; i < kServices; ++i) {
    policy->services.push_back(service(fmt::format("s{:04}", i), "http", 80));
    policy->services.back().upstream[0].host = fmt::format("s{:04}.upstream.example", i);
    policy->services.back().health.interval = std::chrono::minutes(10);
    policy->services.back().health.timeout = Milliseconds(400);
  }
  prober.follow(policy);
  run_until([&] {
    return std::ranges::all_of(
        policy->services, [&](const auto& one) { return overall(prober.of(one.name)) == Health::kDown; });
  });
  EXPECT_EQ(prober.of("s0000").servers.at(0).error,
            "cannot resolve s0000.upstream.example: no answer within 400 ms");
  // A turn to ask, one to give up; what else looks at the clock does so for all of them.
  EXPECT_LT(clock.looks, 10 * kServices);
}

TEST_F(ProberTest, NamesThatNoServerHasAnyMoreMakeRoom) {
  Upstream good(context_, "HTTP/1.1 200 OK\r\n\r\n");
  Prober prober(context_, clock_, random_, nullptr, [](const std::string& host) -> Result<std::string> {
    if (host == "good") return std::string("127.0.0.1");
    return fail(ErrorCode::kUnavailable, "no such name");
  });
  policy::Policy policy;
  for (std::size_t i = 0; i < Resolver::kNamesMax; ++i) {
    policy.services.push_back(service(fmt::format("s{:04}", i), "http", good.port()));
    policy.services.back().upstream[0].host = fmt::format("name-{}", i);
    policy.services.back().health.interval = std::chrono::minutes(10);
  }
  prober.follow(std::make_shared<policy::Policy>(policy));
  run_until([&] {
    return std::ranges::all_of(
        policy.services, [&](const auto& one) { return overall(prober.of(one.name)) == Health::kDown; });
  });
  policy.services = {service("good", "http", good.port())};
  policy.services[0].upstream[0].host = "good";
  prober.follow(std::make_shared<policy::Policy>(policy));
  run_until([&] { return overall(prober.of("good")) != Health::kUnknown; });
  EXPECT_EQ(overall(prober.of("good")), Health::kUp) << prober.of("good").servers.at(0).error;
}

TEST_F(ProberTest, KeepsWhatIsKnownOfServersThatStay) {
  Upstream good(context_, "HTTP/1.1 200 OK\r\n\r\n");
  policy::Policy policy;
  policy.services = {service("good", "http", good.port())};
  follow(policy);
  run_until([&] { return health("good") == Health::kUp; });
  policy.services[0].upstream.push_back({"http", "127.0.0.1", closed_port(context_)});
  follow(policy);
  ASSERT_EQ(prober_.of("good").servers.size(), 2u);
  EXPECT_EQ(prober_.of("good").servers[0].health, Health::kUp);
  EXPECT_EQ(prober_.of("good").servers[1].health, Health::kUnknown);
  // What counts as down may change meanwhile: the server is up, and stays so for four failures.
  policy.services[0].upstream.pop_back();
  policy.services[0].health.fall = 5;
  follow(policy);
  const int answered = good.connections();
  good.answer_with("HTTP/1.1 503 Busy\r\n\r\n");
  run_until([&] { return good.connections() >= answered + 4; });
  EXPECT_EQ(health("good"), Health::kUp);
  run_until([&] { return health("good") == Health::kDown; });
  EXPECT_GE(good.connections(), answered + 5);
  policy.services.clear();
  follow(policy);
  EXPECT_TRUE(prober_.of("good").servers.empty());
}

}  // namespace
}  // namespace bulkhead::control::health
