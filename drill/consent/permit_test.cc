// Off loopback nothing is sent without a gateway's own consent, and before that nothing but the question: listeners here count who
// came. A consent that differs in anything from what the drill is about to do is none.

#include "drill/consent/permit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include "control/consent/consent.h"
#include "control/consent/drill_key.h"
#include "drill/consent/ask.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using control::Consent;

/// An address of this machine that is not loopback; empty where there is none.
asio::ip::address own_address() {
  asio::io_context context;
  tcp::socket::endpoint_type none;
  asio::ip::udp::socket socket(context);
  boost::system::error_code error;
  socket.open(asio::ip::udp::v4(), error);
  // Chooses a way, and sends nothing.
  if (!error) socket.connect({asio::ip::make_address("192.0.2.1"), 9}, error);
  return error ? asio::ip::address() : socket.local_endpoint(error).address();
}

struct Key {
  os::TemporaryFolderForTest folder;
  os::SeededRandom random{1};
  control::DrillKey key = control::DrillKey::open(folder.file("drill"), random).value();
};

/// Listens at `address`, answers each question with `answer`, and counts.
class Target {
 public:
  Target(const asio::ip::address& address, std::function<std::string(const std::string&)> answer)
      : acceptor_(context_, {address, 0}), endpoint_(acceptor_.local_endpoint()), answer_(std::move(answer)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~Target() {
    ends_ = true;
    tcp::socket wake(context_);
    boost::system::error_code ignored;
    wake.connect(endpoint_, ignored);
    thread_.join();
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  const tcp::endpoint& endpoint() const { return endpoint_; }
  int connections() const { return connections_; }
  int requests() const { return requests_; }

 private:
  void serve() {
    while (true) {
      tcp::socket socket(context_);
      boost::system::error_code error;
      acceptor_.accept(socket, error);
      if (ends_ || error) return;
      ++connections_;
      asio::streambuf head;
      asio::read_until(socket, head, "\r\n\r\n", error);
      if (error) continue;
      ++requests_;
      std::string line(asio::buffers_begin(head.data()), asio::buffers_end(head.data()));
      asio::write(socket, asio::buffer(answer_(line.substr(0, line.find('\r')))), error);
    }
  }

  asio::io_context context_;
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  std::function<std::string(const std::string&)> answer_;
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

std::string http(const std::string& status, const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

Address address_of(const asio::ip::address& address) { return Address::parse(address.to_string()).value(); }

class PermitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    own_ = own_address();
    if (own_.is_unspecified() || own_.is_loopback()) GTEST_SKIP() << "this machine has loopback only";
  }

  PermitRequest request(const tcp::endpoint& gateway) const {
    return {.gateway = gateway, .from = own_, .key = key_.key.public_key(), .live = false, .own = false};
  }
  Consent consent(const tcp::endpoint& gateway, const std::string& nonce) const {
    return {nonce,
            address_of(gateway.address()),
            gateway.port(),
            address_of(own_),
            500,
            clock_.real_now() + std::chrono::hours(1),
            false,
            1};
  }
  std::string answer(const Consent& consent) const {
    return http("200 OK", control::to_json({consent, key_.key.sign(control::signed_text(consent))}));
  }
  static std::string nonce_of(const std::string& line) {
    const std::size_t at = line.find("nonce=") + 6;
    return line.substr(at, line.find(' ', at) - at);
  }

  asio::ip::address own_;
  Key key_;
  os::SeededRandom random_{2};
  os::SimulatedClock clock_;
};

TEST_F(PermitTest, OnLoopbackOurOwnArmsArePermittedAndNotAsked) {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    const tcp::endpoint gateway(asio::ip::make_address(address), 80);
    PermitRequest request{.gateway = gateway, .from = {}, .key = {}, .live = false, .own = true};
    const auto permit = permit_for(request, random_, clock_);
    ASSERT_TRUE(permit) << address;
    EXPECT_FALSE(permit->requests_per_s_max) << address;
    request.own = false;
    const auto refused = permit_for(request, random_, clock_);
    ASSERT_FALSE(refused) << address << ": whoever runs there already has to agree";
    EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  }
}

TEST_F(PermitTest, OffLoopbackNothingIsOurOwn) {
  Target target(own_, [](const std::string&) { return http("200 OK", "{}"); });
  PermitRequest keyless = request(target.endpoint());
  keyless.key.clear();
  keyless.own = true;
  EXPECT_EQ(permit_for(keyless, random_, clock_).error().code, ErrorCode::kDenied);
  EXPECT_EQ(target.connections(), 0);
}

TEST_F(PermitTest, WithoutAKeyNoPacketIsSent) {
  Target target(own_, [](const std::string&) { return http("200 OK", "{}"); });
  PermitRequest keyless = request(target.endpoint());
  keyless.key.clear();
  const auto refused = permit_for(keyless, random_, clock_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  keyless.key = "not a key";
  EXPECT_EQ(permit_for(keyless, random_, clock_).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(target.connections(), 0);
}

TEST_F(PermitTest, AConsentPermits) {
  tcp::endpoint gateway;
  std::string asked;
  Target target(own_, [&](const std::string& line) {
    asked = line;
    return answer(consent(gateway, nonce_of(line)));
  });
  gateway = target.endpoint();
  const auto permit = permit_for(request(gateway), random_, clock_);
  ASSERT_TRUE(permit) << permit.error().message;
  EXPECT_EQ(permit->requests_per_s_max, 500u);
  EXPECT_TRUE(asked.starts_with("GET /.well-known/bulkhead-drill?nonce=")) << asked;
  EXPECT_EQ(target.requests(), 1);
}

TEST_F(PermitTest, WhateverElseIsAnsweredRefusesAfterOneQuestion) {
  Target elsewhere(own_, [](const std::string&) { return http("200 OK", "{}"); });
  const std::string there =
      "http://" + own_.to_string() + ":" + std::to_string(elsewhere.endpoint().port()) + "/";
  tcp::endpoint gateway;
  struct Case {
    const char* name;
    std::function<std::string(const std::string&)> answer;
  };
  const auto changed = [&](auto change) {
    return [&, change](const std::string& line) {
      Consent one = consent(gateway, nonce_of(line));
      change(one);
      return answer(one);
    };
  };
  const Case cases[] = {
      {"404", [](const std::string&) { return http("404 Not Found", "{}"); }},
      {"a redirect",
       [&](const std::string&) { return http("302 Found", "", "Location: " + there + "\r\n"); }},
      {"204", [](const std::string&) { return std::string("HTTP/1.1 204 No Content\r\n\r\n"); }},
      {"no HTTP", [](const std::string&) { return std::string("hello\r\n\r\n"); }},
      {"nothing", [](const std::string&) { return std::string(); }},
      {"a page", [](const std::string&) { return http("200 OK", "<html>"); }},
      {"a book", [](const std::string&) { return http("200 OK", std::string(1u << 20, ' ')); }},
      {"another's signature",
       [&](const std::string& line) {
         os::TemporaryFolderForTest folder;
         os::SeededRandom random(99);
         const auto other = control::DrillKey::open(folder.file("drill"), random).value();
         const Consent one = consent(gateway, nonce_of(line));
         return http("200 OK", control::to_json({one, other.sign(control::signed_text(one))}));
       }},
      {"more than was signed",
       [&](const std::string& line) {
         Consent one = consent(gateway, nonce_of(line));
         const std::string signature = key_.key.sign(control::signed_text(one));
         one.requests_per_s_max = 50'000;
         return http("200 OK", control::to_json({one, signature}));
       }},
      {"another nonce", changed([](Consent& one) { one.nonce = std::string(64, '0'); })},
      {"another address", changed([](Consent& one) { one.address = Address::parse("192.0.2.9").value(); })},
      {"another port", changed([](Consent& one) { ++one.port; })},
      {"from elsewhere", changed([](Consent& one) { one.from = Address::parse("192.0.2.9").value(); })},
      {"ended", changed([&](Consent& one) { one.ends_at = clock_.real_now(); })},
      {"live", changed([](Consent& one) { one.live = true; })},
  };
  for (const Case& one : cases) {
    Target target(own_, one.answer);
    gateway = target.endpoint();
    const auto refused = permit_for(request(gateway), random_, clock_);
    EXPECT_FALSE(refused) << one.name;
    EXPECT_EQ(target.connections(), 1) << one.name;
  }
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST_F(PermitTest, ALiveGatewayNeedsTheWordHereToo) {
  tcp::endpoint gateway;
  Target target(own_, [&](const std::string& line) {
    Consent one = consent(gateway, nonce_of(line));
    one.live = true;
    return answer(one);
  });
  gateway = target.endpoint();
  PermitRequest asked = request(gateway);
  asked.live = true;
  const auto permit = permit_for(asked, random_, clock_);
  ASSERT_TRUE(permit) << permit.error().message;
  EXPECT_TRUE(permit->live);
}

Scenario flood(double requests_per_s, std::vector<std::string> services) {
  Scenario scenario;
  scenario.name = "flood";
  Phase phase{.name = "all", .lasts = std::chrono::minutes(1), .visits = 1, .attacks = {}, .down = {}};
  phase.attacks.push_back({.kind = Attack::Kind::kFlood,
                           .name = "flood",
                           .services = std::move(services),
                           .networks = {},
                           .sources = 1,
                           .requests_per_s = requests_per_s,
                           .paths = {}});
  scenario.phases = {
      {.name = "calm", .lasts = std::chrono::minutes(1), .visits = 1, .attacks = {}, .down = {}}, phase};
  return scenario;
}

TEST(CheckPermit, AScenarioStaysBelowTheRateThatWasAgreedTo) {
  Permit permit;
  permit.requests_per_s_max = 500;
  const RealTime now{};
  EXPECT_TRUE(check_permit(permit, flood(225, {"tax", "court"}), now));
  const Status refused = check_permit(permit, flood(225.5, {"tax", "court"}), now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
  EXPECT_EQ(refused.error().message, "flood asks for up to 502 requests/s, the gateway agrees to 500");
  EXPECT_TRUE(check_permit({}, flood(1e9, {"tax"}), now)) << "on loopback nobody said what is too much";
  Scenario people = flood(225, {"tax", "court"});
  people.groups.push_back({});
  people.groups[0].visits_per_minute = 3;
  EXPECT_EQ(requests_per_s(people), 502u) << "people ask, too";
}

TEST(CheckPermit, AScenarioIsOverBeforeTheConsentIs) {
  Permit permit;
  const RealTime now{};
  permit.ends_at = now + std::chrono::minutes(2);
  EXPECT_TRUE(check_permit(permit, flood(1, {"tax"}), now));
  EXPECT_FALSE(check_permit(permit, flood(1, {"tax"}), now + Milliseconds(1)));
}

}  // namespace
}  // namespace bulkhead::drill
