// A gateway agrees only where an officer said so and, when it is live, a second one too; to the one address that its policy
// trusts, until the end, and to nobody who asks from elsewhere. Each act is in history.

#include "control/consent/desk.h"

#include <gtest/gtest.h>

#include "control/orders/world_for_test.h"
#include "os/random.h"
#include "policy/policy.h"

namespace bulkhead::control {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Address kDrill = Address::parse("192.0.2.10").value();
const Address kOther = Address::parse("192.0.2.11").value();
const std::string kNonce(32, '0');

struct Gateway {
  explicit Gateway(bool rehearsal) {
    policy->gateway.rehearsal = rehearsal;
    policy->gateway.id = 3;
    policy->gateway.trusted_proxies = {Network::parse("192.0.2.0/24").value()};
  }

  static DrillRequest request() {
    return {
        .from = kDrill, .requests_per_s_max = 500, .lasts = hours(1), .live = false, .reason = "exercise"};
  }
  static DrillRequest live_request() {
    DrillRequest live = request();
    live.live = true;
    return live;
  }
  Result<SignedConsent> ask(const Address& asker = kDrill) {
    return desk.answer({kNonce, asker, Address::parse("198.51.100.1").value(), 443});
  }
  HistoryEntry newest() { return world.book->history({}).value().front(); }

  World world;
  std::shared_ptr<policy::Policy> policy = std::make_shared<policy::Policy>();
  ConsentDesk desk{{.clock = world.clock,
                    .random = world.random,
                    .key_path = (world.folder.path() / "drill").string(),
                    .book = [this] { return world.book.get(); },
                    .policy = [this] { return policy; }}};
};

TEST(ConsentDesk, ARehearsalGatewayAgreesByOnePerson) {
  Gateway gateway(true);
  EXPECT_EQ(gateway.ask().error().code, ErrorCode::kNotFound);
  const auto allowed = gateway.desk.allow(kAna, Gateway::request());
  ASSERT_TRUE(allowed) << allowed.error().message;
  ASSERT_TRUE(allowed->terms);
  EXPECT_EQ(gateway.newest().action, "drill-allow");
  EXPECT_EQ(gateway.newest().person, "ana");
  const auto answer = gateway.ask();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(
      is_signed_by(gateway.desk.public_key().value(), signed_text(answer->consent), answer->signature));
  EXPECT_EQ(answer->consent.nonce, kNonce);
  EXPECT_EQ(answer->consent.port, 443);
  EXPECT_EQ(answer->consent.from, kDrill);
  EXPECT_EQ(answer->consent.requests_per_s_max, 500u);
  EXPECT_EQ(answer->consent.ends_at, gateway.world.clock.real_now() + hours(1));
  EXPECT_FALSE(answer->consent.live);
  EXPECT_EQ(answer->consent.gateway_id, 3);
}

TEST(ConsentDesk, NobodyElseLearnsOfIt) {
  Gateway gateway(true);
  const auto before = gateway.ask(kOther);
  ASSERT_TRUE(gateway.desk.allow(kAna, Gateway::request()));
  const auto after = gateway.ask(kOther);
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().message, before.error().message);
  EXPECT_EQ(gateway.desk.answer({"00", kDrill, kDrill, 1}).error().code, ErrorCode::kInvalid);
}

TEST(ConsentDesk, ALiveGatewayNeedsTheWordAndTheSecondPerson) {
  Gateway gateway(false);
  EXPECT_EQ(gateway.desk.allow(kAna, Gateway::request()).error().code, ErrorCode::kDenied);
  const auto proposed = gateway.desk.allow(kAna, Gateway::live_request());
  ASSERT_TRUE(proposed && proposed->proposal);
  EXPECT_EQ(gateway.ask().error().code, ErrorCode::kNotFound) << "nothing yet";
  const Proposal& proposal = *proposed->proposal;
  EXPECT_EQ(proposal.kind, ProposalKind::kDrill);
  EXPECT_EQ(gateway.world.book->approve(kAna, proposal.id, proposal.digest, "").error().code,
            ErrorCode::kDenied);
  const auto agreed = gateway.world.book->approve(kBesa, proposal.id, proposal.digest, "");
  ASSERT_TRUE(agreed);
  ASSERT_EQ(agreed->kind, Outcome::Kind::kAgreed);
  gateway.world.clock.advance(minutes(10));
  const auto allowed = gateway.desk.agreed(kBesa, *agreed->proposal);
  ASSERT_TRUE(allowed && allowed->terms) << allowed.error().message;
  EXPECT_EQ(allowed->terms->person, "ana");
  EXPECT_EQ(allowed->terms->approver, "besa");
  EXPECT_EQ(allowed->terms->ends_at, gateway.world.clock.real_now() + hours(1)) << "from the approval on";
  EXPECT_TRUE(gateway.ask()->consent.live);
}

TEST(ConsentDesk, AProposalOutlivesTheDaemon) {
  Gateway gateway(false);
  const auto proposed = gateway.desk.allow(kAna, Gateway::live_request());
  ASSERT_TRUE(proposed && proposed->proposal);
  gateway.world.restart();
  ASSERT_EQ(gateway.world.book->proposals().size(), 1u);
  EXPECT_EQ(gateway.world.book->proposals()[0], *proposed->proposal);
}

TEST(ConsentDesk, WhatIsRefused) {
  Gateway gateway(true);
  struct Case {
    const char* name;
    posture::Person person;
    std::function<void(DrillRequest&)> change;
    ErrorCode code;
  };
  const posture::Person root{"root", posture::Role::kDuty, true};
  const Case cases[] = {
      {"root", root, [](DrillRequest&) {}, ErrorCode::kDenied},
      {"an auditor", kArta, [](DrillRequest&) {}, ErrorCode::kDenied},
      {"no reason", kAna, [](DrillRequest& r) { r.reason.clear(); }, ErrorCode::kInvalid},
      {"no rate", kAna, [](DrillRequest& r) { r.requests_per_s_max = 0; }, ErrorCode::kInvalid},
      {"too fast", kAna,
       [](DrillRequest& r) { r.requests_per_s_max = DrillRequest::kRequestsPerSecondMax + 1; },
       ErrorCode::kInvalid},
      {"too short", kAna, [](DrillRequest& r) { r.lasts = DrillRequest::kLastsMin - Milliseconds(1); },
       ErrorCode::kInvalid},
      {"too long", kAna, [](DrillRequest& r) { r.lasts = DrillRequest::kLastsMax + Milliseconds(1); },
       ErrorCode::kInvalid},
      {"not trusted", kAna, [](DrillRequest& r) { r.from = Address::parse("203.0.113.1").value(); },
       ErrorCode::kInvalid},
  };
  for (const Case& one : cases) {
    DrillRequest request = Gateway::request();
    one.change(request);
    const auto refused = gateway.desk.allow(one.person, request);
    ASSERT_FALSE(refused) << one.name;
    EXPECT_EQ(refused.error().code, one.code) << one.name << ": " << refused.error().message;
  }
  EXPECT_FALSE(gateway.desk.in_force());
}

TEST(ConsentDesk, EndsInTimeByHandAndWithItsPolicy) {
  for (const std::string how : {"time", "hand", "no longer trusted", "live now"}) {
    Gateway gateway(true);
    ASSERT_TRUE(gateway.desk.allow(kAna, Gateway::request()));
    gateway.world.clock.step_real(-hours(5));
    if (how == "time") {
      gateway.world.clock.advance(hours(1) - Milliseconds(1));
      EXPECT_TRUE(gateway.ask()) << "a clock that is set changes nothing";
      gateway.world.clock.advance(Milliseconds(1));
    }
    if (how == "hand") {
      EXPECT_TRUE(gateway.desk.disallow(kBesa, "over").value());
    }
    if (how == "no longer trusted") gateway.policy->gateway.trusted_proxies.clear();
    if (how == "live now") gateway.policy->gateway.rehearsal = false;
    EXPECT_EQ(gateway.ask().error().code, ErrorCode::kNotFound) << how;
    EXPECT_FALSE(gateway.desk.in_force()) << how;
    gateway.desk.tick();
    EXPECT_EQ(gateway.newest().action, "drill-disallow") << how;
    EXPECT_FALSE(gateway.desk.disallow(kBesa, "over").value()) << how;
  }
}

TEST(ConsentDesk, KnowsWhileADrillPlays) {
  Gateway gateway(true);
  ASSERT_TRUE(gateway.desk.allow(kAna, Gateway::request()));
  EXPECT_FALSE(gateway.desk.is_playing()) << "nobody has asked yet";
  EXPECT_FALSE(gateway.ask(kOther));
  EXPECT_FALSE(gateway.desk.is_playing()) << "whoever else asks is no drill";
  ASSERT_TRUE(gateway.ask());
  EXPECT_TRUE(gateway.desk.is_playing());
  gateway.world.clock.advance(ConsentDesk::kPlaysFor);
  EXPECT_FALSE(gateway.desk.is_playing());
  ASSERT_TRUE(gateway.ask());
  ASSERT_TRUE(gateway.desk.disallow(kAna, "enough"));
  EXPECT_FALSE(gateway.desk.is_playing());
}

TEST(ConsentDesk, AnswersAFewASecond) {
  Gateway gateway(true);
  ASSERT_TRUE(gateway.desk.allow(kAna, Gateway::request()));
  for (std::uint32_t i = 0; i < ConsentDesk::kAnswersPerSecondMax; ++i) ASSERT_TRUE(gateway.ask());
  EXPECT_EQ(gateway.ask().error().code, ErrorCode::kLimit);
  gateway.world.clock.advance(std::chrono::seconds(1));
  EXPECT_TRUE(gateway.ask());
}

}  // namespace
}  // namespace bulkhead::control
