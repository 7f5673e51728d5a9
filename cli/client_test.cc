// What must hold: whatever the other end does (answers, breaks off, says nothing, says nonsense), a call ends in time with an
// answer or with one line that says what to do; the token goes only where it may. Shown by a server of one canned answer on
// a unix socket or a loopback port of its own.

#include "cli/client.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

std::string temporary_folder() {
  std::string path = std::filesystem::temp_directory_path() / "bulkhead-client-XXXXXX";
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  return path;
}

// Takes one connection, keeps what was sent, answers, and closes; with an empty answer it says nothing until the client
// has gone.
class OneAnswer {
 public:
  OneAnswer(int listening, std::string answer)
      : listening_(listening), answer_(std::move(answer)), thread_([this] { serve(); }) {}
  ~OneAnswer() {
    shutdown(listening_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    close(listening_);
  }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;

  std::string request() {
    thread_.join();
    return request_;
  }

 private:
  void serve() {
    const int fd = accept(listening_, nullptr, nullptr);
    if (fd < 0) return;
    std::array<char, 4096> piece{};
    while (request_.find("\r\n\r\n") == std::string::npos) {
      const ssize_t bytes = read(fd, piece.data(), piece.size());
      if (bytes <= 0) break;
      request_.append(piece.data(), static_cast<std::size_t>(bytes));
    }
    if (answer_.empty()) {
      while (read(fd, piece.data(), piece.size()) > 0) {
      }
    } else {
      EXPECT_EQ(send(fd, answer_.data(), answer_.size(), MSG_NOSIGNAL), static_cast<ssize_t>(answer_.size()));
    }
    close(fd);
  }

  int listening_;
  std::string answer_;
  std::string request_;
  std::thread thread_;
};

int listen_on_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(fd, 1), 0);
  return fd;
}

int listen_on_loopback(std::uint16_t& port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(fd, 1), 0);
  socklen_t bytes = sizeof address;
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &bytes), 0);
  port = ntohs(address.sin_port);
  return fd;
}

std::string http(const std::string& body, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

class ClientTest : public testing::Test {
 protected:
  ClientTest() : folder(temporary_folder()) { options.state = folder; }
  ~ClientTest() override { std::filesystem::remove_all(folder); }

  std::string folder;
  CommonOptions options;
  Client client{options};
};

TEST_F(ClientTest, AsksAndReadsTheAnswer) {
  OneAnswer server(listen_on_unix(folder + "/api.sock"), http("{\"ok\":true}", "201 Created"));
  const auto answer = client.call({.method = "POST", .path = "/orders", .body = "{}"});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "{\"ok\":true}");
  const std::string request = server.request();
  EXPECT_TRUE(request.starts_with("POST /api/v1/orders HTTP/1.1\r\n")) << request;
  EXPECT_THAT(request, HasSubstr("Content-Type: application/json\r\n"));
}

TEST_F(ClientTest, SaysWhatToDoWhenNobodyListens) {
  const auto answer = client.call({.path = "/status"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(answer.error().message, HasSubstr(folder + "/api.sock"));
  EXPECT_THAT(answer.error().message, HasSubstr("bulkhead close --direct"));
}

TEST_F(ClientTest, SilenceEndsInTime) {
  OneAnswer server(listen_on_unix(folder + "/api.sock"), "");
  client.set_answer_max(std::chrono::milliseconds(100));
  const auto answer = client.call({.path = "/status"});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("no answer in time"));
}

struct Broken {
  const char* name;
  const char* answer;
};

std::string case_name(const testing::TestParamInfo<Broken>& tested) { return tested.param.name; }

class BrokenAnswers : public ClientTest, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenAnswers, AreFailuresInWords) {
  OneAnswer server(listen_on_unix(folder + "/api.sock"), GetParam().answer);
  const auto answer = call(client, {.path = "/status"});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Client, BrokenAnswers,
    testing::Values(Broken{"cut_off", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"},
                    Broken{"no_http", "SSH-2.0-OpenSSH_9.2\r\n"},
                    Broken{"no_json", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>"},
                    Broken{"too_long", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"},
                    Broken{"bare_refusal", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"}),
    case_name);

TEST_F(ClientTest, SendsTheTokenOverTcpAndOnlyItsFirstLine) {
  std::uint16_t port = 0;
  OneAnswer server(listen_on_loopback(port), http("{}"));
  std::ofstream(folder + "/token") << "abc123\nnot this\n";
  options.url = "http://127.0.0.1:" + std::to_string(port);
  options.token_file = folder + "/token";
  ASSERT_TRUE(client.call({.path = "/status"}));
  EXPECT_THAT(server.request(), HasSubstr("Authorization: Bearer abc123\r\n"));
}

TEST_F(ClientTest, ATokenThatCouldForgeAFieldIsRefused) {
  std::ofstream(folder + "/token") << "abc 123\x01\n";
  options.url = "http://127.0.0.1:9";
  options.token_file = folder + "/token";
  const auto answer = client.call({.path = "/status"});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("is not a token"));
}

struct Url {
  const char* text;
  const char* endpoint;  ///< Null: refused.
};

TEST(Endpoint, ReadsUrlsAndRefusesPlainHttpBeyondLoopback) {
  for (const Url& url :
       {Url{"https://gw.example", "https://gw.example:443"},
        Url{"https://gw.example:8443/", "https://gw.example:8443"},
        Url{"https://[2001:db8::1]:8443", "https://2001:db8::1:8443"},
        Url{"http://127.0.0.1:8090", "http://127.0.0.1:8090"}, Url{"http://localhost", "http://localhost:80"},
        Url{"http://[::1]:80", "http://::1:80"}, Url{"http://gw.example", nullptr},
        Url{"http://127.0.0.1.evil.example", nullptr}, Url{"ftp://gw.example", nullptr},
        Url{"https://", nullptr}, Url{"https://gw.example/path", nullptr},
        Url{"https://user@gw.example", nullptr}, Url{"https://gw.example:", nullptr},
        Url{"https://gw.example:80x", nullptr}, Url{"https://[::1", nullptr},
        Url{"https://[::1]80", nullptr}}) {
    const auto endpoint = Endpoint::parse_url(url.text);
    EXPECT_EQ(endpoint.has_value(), url.endpoint != nullptr) << url.text;
    if (endpoint && url.endpoint != nullptr) {
      EXPECT_EQ(endpoint->text(), url.endpoint);
    }
  }
}

TEST(PercentEncode, LeavesOnlyWhatIsUnreserved) {
  EXPECT_EQ(percent_encode("a-B_1.~ /?&%\n"), "a-B_1.~%20%2F%3F%26%25%0A");
}

}  // namespace
}  // namespace bulkhead::cli
