// Over real sockets: every malformed, oversized or surplus thing a client sends is answered with what was wrong, nobody is
// somebody else, and finishing answers what is under way. No test waits for time to pass.

#include "control/rest/server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace bulkhead::control::rest {
namespace {

namespace asio = boost::asio;
using UnixSocket = asio::local::stream_protocol::socket;

/// Echoes what it was asked; "/wait" stays pending until `released`.
class EchoFront final : public Front {
 public:
  Caller caller_of_uid(std::uint32_t uid) override {
    return {Caller::Kind::kLocal, fmt::format("uid:{}", uid)};
  }
  Result<Caller> caller_of_authorization(std::string_view field) override {
    if (field == "Bearer bad") return fail(ErrorCode::kDenied, "no such token");
    return field.empty() ? Caller{} : Caller{Caller::Kind::kOperator, std::string(field)};
  }
  std::size_t body_bytes_max(std::string_view method, std::string_view path) override {
    return method == "POST" && path == "/body" ? 20'000 : 0;
  }
  Reply answer(Request request) override {
    if (request.path == "/wait") {
      waiting = true;
      return Pending{[this]() -> std::optional<Response> {
        return released ? std::optional(Response{.status = 200, .body = "waited", .headers = {}})
                        : std::nullopt;
      }};
    }
    Response response;
    response.body =
        fmt::format("{} {} {} {}", request.method, request.path, request.caller.person, request.body.size());
    return response;
  }

  std::atomic<bool> waiting = false;
  std::atomic<bool> released = false;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    char name[] = "/tmp/bulkhead-server-XXXXXX";
    folder_ = mkdtemp(name);
    limits_.connections_max = 4;
    limits_.header_bytes_max = 2'000;
  }

  ~ServerTest() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start(bool tcp = false) {
    server_.emplace(context_, front_, limits_);
    ASSERT_TRUE(server_->listen_unix(path()));
    if (tcp) {
      ASSERT_TRUE(server_->listen_tcp("127.0.0.1:0", nullptr));
    }
    thread_ = std::thread([this] { context_.run(); });
  }

  std::string path() const { return folder_ + "/api.sock"; }

  UnixSocket connect() {
    UnixSocket socket(client_);
    socket.connect(asio::local::stream_protocol::endpoint(path()));
    return socket;
  }

  /// Everything that comes back until the other side closes.
  template <typename Socket>
  static std::string rest_of(Socket& socket) {
    std::string answer;
    boost::system::error_code ignored;
    asio::read(socket, asio::dynamic_buffer(answer), ignored);
    return answer;
  }

  std::string exchange(const std::string& request) {
    UnixSocket socket = connect();
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(request), ignored);
    return rest_of(socket);
  }

  std::string folder_;
  ServerLimits limits_;
  EchoFront front_;
  asio::io_context context_;
  asio::io_context client_;
  std::optional<Server> server_;
  std::thread thread_;
};

struct Case {
  const char* what;
  std::string request;
  const char* status;
  std::string says;
};

TEST_F(ServerTest, AnswersWhateverComes) {
  start();
  const std::string own = fmt::format("uid:{}", getuid());
  const std::string close = "Connection: close\r\n\r\n";
  const Case cases[] = {
      {"a request", "GET /a HTTP/1.1\r\nHost: x\r\n" + close, "200 OK", "GET /a " + own + " 0"},
      {"HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", "200 OK", "GET /a"},
      {"a token means nothing here", "GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer besa\r\n" + close,
       "200 OK", own},
      {"a body", "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n" + close + "abc", "200 OK",
       "POST /body " + own + " 3"},
      {"chunks",
       "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + close + "3\r\nabc\r\n0\r\n\r\n",
       "200 OK", " 3"},
      {"a body at the limit",
       "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n" + close + std::string(20'000, 'a'),
       "200 OK", " 20000"},
      {"one over", "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 20001\r\n" + close,
       "413 Content Too Large", "20001 bytes, at most 20000"},
      {"chunks over",
       "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + close + "4e21\r\n" +
           std::string(20'001, 'a') + "\r\n0\r\n\r\n",
       "413 Content Too Large", "too_large"},
      {"a length beyond counting",
       "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551616\r\n" + close,
       "400 Bad Request", "malformed"},
      {"not HTTP", "hello\r\n\r\n", "400 Bad Request", "malformed"},
      {"a TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
       "400 Bad Request", "malformed"},
      {"a field without a name", "GET / HTTP/1.1\r\n: x\r\n\r\n", "400 Bad Request", "malformed"},
      {"header too large", "GET / HTTP/1.1\r\nX: " + std::string(2'000, 'a') + "\r\n\r\n",
       "431 Request Header", "2000 bytes"},
      {"a bad target", "GET /%zz HTTP/1.1\r\nHost: x\r\n" + close, "400 Bad Request", "percent escape"},
      {"an absolute target", "GET http://x/ HTTP/1.1\r\nHost: x\r\n" + close, "400 Bad Request",
       "must begin with"},
  };
  for (const Case& c : cases) {
    const std::string answer = exchange(c.request);
    EXPECT_EQ(answer.substr(0, 9), "HTTP/1.1 ") << c.what;
    EXPECT_TRUE(answer.substr(9).starts_with(c.status)) << c.what << "\n" << answer;
    EXPECT_NE(answer.find(c.says), std::string::npos) << c.what << "\n" << answer;
  }
}

TEST_F(ServerTest, KeepsAConnectionAndTakesPipelinedRequests) {
  start();
  const std::string answer = exchange(
      "GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answer.find("GET /one"), answer.find("GET /two"));
  EXPECT_NE(answer.find("GET /two"), std::string::npos);
}

TEST_F(ServerTest, SaysGoOnToWhoAsks) {
  start();
  UnixSocket socket = connect();
  asio::write(socket,
              asio::buffer(std::string("POST /body HTTP/1.1\r\nHost: x\r\nExpect: "
                                       "100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n")));
  std::string interim;
  asio::read_until(socket, asio::dynamic_buffer(interim), "\r\n\r\n");
  EXPECT_TRUE(interim.starts_with("HTTP/1.1 100 Continue"));
  asio::write(socket, asio::buffer("a", 1));
  EXPECT_NE(rest_of(socket).find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, TheSocketIsForItsGroupOnly) {
  start();
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0660u);
}

TEST_F(ServerTest, LimitsConnectionsPerListener) {
  start(true);
  std::vector<asio::ip::tcp::socket> held;
  for (std::size_t i = 0; i < limits_.connections_max; ++i) {
    held.emplace_back(client_).connect({asio::ip::address_v4::loopback(), server_->tcp_port()});
    // An answer shows that the connection was taken, not only queued by the kernel.
    asio::write(
        held.back(),
        asio::buffer(std::string("GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer besa\r\n\r\n")));
    std::string answer;
    asio::read_until(held.back(), asio::dynamic_buffer(answer), "Bearer besa 0");
  }
  asio::ip::tcp::socket surplus(client_);
  surplus.connect({asio::ip::address_v4::loopback(), server_->tcp_port()});
  EXPECT_NE(rest_of(surplus).find("too many connections"), std::string::npos);
  // Strangers on TCP keep nobody off the unix socket.
  EXPECT_NE(exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").find("200 OK"),
            std::string::npos);
}

TEST_F(ServerTest, KnowsPersonsByTokenOnTcp) {
  start(true);
  const auto ask = [this](const std::string& field) {
    asio::ip::tcp::socket socket(client_);
    socket.connect({asio::ip::address_v4::loopback(), server_->tcp_port()});
    asio::write(socket, asio::buffer("GET /a HTTP/1.1\r\nHost: x\r\n" + field + "Connection: close\r\n\r\n"));
    return rest_of(socket);
  };
  EXPECT_NE(ask("Authorization: Bearer besa\r\n").find("GET /a Bearer besa"), std::string::npos);
  EXPECT_NE(ask("").find("GET /a  0"), std::string::npos);
  const std::string refused = ask("Authorization: Bearer bad\r\n");
  EXPECT_NE(refused.find("401 Unauthorized"), std::string::npos);
  EXPECT_NE(refused.find("WWW-Authenticate: Bearer"), std::string::npos);
}

TEST_F(ServerTest, FinishingAnswersWhatIsUnderWay) {
  start();
  UnixSocket idle = connect();
  UnixSocket busy = connect();
  asio::write(busy, asio::buffer(std::string("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")));
  while (!front_.waiting) std::this_thread::yield();
  std::promise<void> done;
  asio::post(context_, [&] { server_->finish(std::chrono::minutes(1), [&done] { done.set_value(); }); });
  EXPECT_EQ(rest_of(idle), "");
  front_.released = true;
  const std::string answer = rest_of(busy);
  EXPECT_NE(answer.find("waited"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  done.get_future().get();
  UnixSocket late(client_);
  boost::system::error_code refused;
  late.connect(asio::local::stream_protocol::endpoint(path()), refused);
  EXPECT_TRUE(refused);
}

TEST_F(ServerTest, RefusesToListenUnprotected) {
  Server server(context_, front_, limits_);
  const Status open = server.listen_tcp("0.0.0.0:0", nullptr);
  ASSERT_FALSE(open);
  EXPECT_NE(open.error().message.find("--tls-cert"), std::string::npos);
  EXPECT_FALSE(server.listen_tcp("127.0.0.1", nullptr));
  EXPECT_FALSE(server.listen_tcp("127.0.0.1:65536", nullptr));
  EXPECT_FALSE(server.listen_tcp("localhost:1", nullptr));
  EXPECT_FALSE(server.listen_unix(std::string(108, 'a')));
  const Server::Tls missing{folder_ + "/no.pem", folder_ + "/no.key"};
  EXPECT_NE(server.listen_tcp("127.0.0.1:0", &missing).error().message.find("no.pem"), std::string::npos);
}

TEST_F(ServerTest, TakesThePlaceOfADeadSocket) {
  {
    Server first(context_, front_, limits_);
    ASSERT_TRUE(first.listen_unix(path()));
  }
  ASSERT_TRUE(std::filesystem::exists(path()));
  start();
  EXPECT_NE(exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").find("200 OK"),
            std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control::rest
