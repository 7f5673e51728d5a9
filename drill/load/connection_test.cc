// What became of a request must be told by facts, also when the server closes at the worst moment. A server in the test's
// own hands closes before, while and after a request is on its way.

#include "drill/load/connection.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

namespace bulkhead::load {
namespace {

constexpr std::string_view kAsk = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class ConnectionTest : public testing::Test {
 protected:
  void SetUp() override {
    sockaddr_in any{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t bytes = sizeof any;
    auto* address = reinterpret_cast<sockaddr*>(&any);
    ASSERT_EQ(::bind(listener_.fd(), address, sizeof any), 0);
    ASSERT_EQ(::listen(listener_.fd(), 8), 0);
    ASSERT_EQ(::getsockname(listener_.fd(), address, &bytes), 0);
    target_ = *Target::parse("127.0.0.1:" + std::to_string(ntohs(any.sin_port)));
  }

  /// The next outcome that is not kNothing.
  Outcome next() {
    for (int i = 0; i < 100; ++i) {
      epoll_event event{};
      if (::epoll_wait(epoll_.fd(), &event, 1, 5'000) != 1) break;
      if (const Outcome outcome = connection_.look(); outcome != Outcome::kNothing) return outcome;
    }
    return Outcome::kNothing;
  }

  void connect() {
    ASSERT_EQ(connection_.connect(target_, nullptr, {}), Outcome::kNothing);
    ASSERT_EQ(next(), Outcome::kConnected);
    server_ = os::Descriptor(::accept(listener_.fd(), nullptr, nullptr));
    ASSERT_TRUE(server_.is_open());
  }

  void ask() { ASSERT_EQ(connection_.send({}, kAsk, {}), Outcome::kNothing); }
  void server_reads() {
    std::array<char, 1'024> buffer;
    ASSERT_EQ(::recv(server_.fd(), buffer.data(), buffer.size(), 0), static_cast<ssize_t>(kAsk.size()));
  }
  void server_says(std::string_view bytes) {
    ASSERT_EQ(::send(server_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  void server_closes() { server_ = {}; }
  void answer_one() {
    ask();
    server_reads();
    server_says(kAnswer);
    ASSERT_EQ(next(), Outcome::kAnswered);
    ASSERT_EQ(connection_.status(), 200);
  }

  os::Descriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  os::Descriptor epoll_{::epoll_create1(EPOLL_CLOEXEC)};
  os::Descriptor server_;
  Target target_;
  Connection connection_{epoll_.fd(), 0};
};

TEST_F(ConnectionTest, IsUsedAgainAfterAnAnswer) {
  connect();
  answer_one();
  answer_one();
  EXPECT_EQ(connection_.state(), Connection::State::kIdle);
}

TEST_F(ConnectionTest, IsDownAfterTheLastAnswer) {
  connect();
  ask();
  server_says("HTTP/1.1 503 x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(next(), Outcome::kAnswered);
  EXPECT_EQ(connection_.status(), 503);
  EXPECT_EQ(connection_.state(), Connection::State::kDown);
}

TEST_F(ConnectionTest, AnAnswerMayEndWithTheConnection) {
  connect();
  ask();
  server_reads();
  server_says("HTTP/1.1 200 OK\r\n\r\nbody");
  server_closes();
  EXPECT_EQ(next(), Outcome::kAnswered);
}

TEST_F(ConnectionTest, ClosedBetweenRequestsTouchesNone) {
  connect();
  answer_one();
  server_closes();
  EXPECT_EQ(next(), Outcome::kClosedIdle);
}

TEST_F(ConnectionTest, ClosedBeforeTheRequestCameIsUnheard) {
  connect();
  answer_one();
  server_closes();
  ask();
  EXPECT_EQ(next(), Outcome::kUnheard);
  EXPECT_EQ(connection_.state(), Connection::State::kDown);
}

TEST_F(ConnectionTest, ClosedOnAFreshConnectionIsLost) {
  connect();
  server_closes();
  ask();
  EXPECT_EQ(next(), Outcome::kLost);
}

TEST_F(ConnectionTest, ClosedWithTheRequestReadIsLost) {
  connect();
  answer_one();
  ask();
  server_reads();
  server_closes();
  EXPECT_EQ(next(), Outcome::kLost);
}

TEST_F(ConnectionTest, ClosedWithTheRequestUnreadIsLost) {
  connect();
  answer_one();
  ask();
  server_closes();
  EXPECT_EQ(next(), Outcome::kLost);
}

TEST_F(ConnectionTest, ClosedWithinTheAnswerIsLost) {
  connect();
  answer_one();
  ask();
  server_reads();
  server_says(kAnswer.substr(0, kAnswer.size() - 1));
  server_closes();
  EXPECT_EQ(next(), Outcome::kLost);
}

TEST_F(ConnectionTest, BytesThatNobodyAskedForAreMalformed) {
  connect();
  server_says("H");
  EXPECT_EQ(next(), Outcome::kMalformed);
}

TEST_F(ConnectionTest, NobodyListens) {
  listener_ = {};
  const Outcome begun = connection_.connect(target_, nullptr, {});
  EXPECT_EQ(begun == Outcome::kNothing ? next() : begun, Outcome::kConnectFailed);
  EXPECT_EQ(connection_.state(), Connection::State::kDown);
}

}  // namespace
}  // namespace bulkhead::load
