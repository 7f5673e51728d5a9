// The public is told operational, degraded or closed, since when and, only if time brings it about, until when. Nothing of an
// operator, a reason, a level in between or a rehearsal gets there.

#include "control/publish_site/site_content.h"

#include <gtest/gtest.h>

#include "program/writer.h"

namespace bulkhead::control {
namespace {

using answers::PublicState;

constexpr RealTime kNow{Milliseconds(1'784'246'400'000)};

struct Gateway {
  Gateway() {
    in_force.reserve(8);  // order() hands out references
    policy->agency.name = {{"en", "Agency"}};
    policy->services.resize(2);
    policy->services[0].name = "registry";
    policy->services[0].compartment = "registry";
    policy->services[1].name = "tax";
    policy->services[1].compartment = "tax";
    now.policy = policy;
    now.as_of = kNow;
    for (const policy::Service& service : policy->services) {
      now.services.emplace_back();
      now.services.back().service = &service;
    }
  }

  // The newest order decides.
  posture::Order& order(posture::Level level, std::uint64_t id) {
    posture::Order order;
    order.id = Id::from_words(1, id);
    order.scope = {posture::ScopeKind::kService, "tax"};
    order.level = level;
    order.author = "SECRETPERSON";
    order.reason = "SECRETREASON";
    order.public_text = {{"en", "We are working on it"}};
    order.from_real = kNow - std::chrono::hours(1);
    in_force.push_back(order);
    ServiceNow& tax = now.services[1];
    tax.posture.level = level;
    tax.posture.order = order.id;
    tax.order = order;
    tax.since = order.from_real;
    return in_force.back();
  }

  void open() {
    in_force.clear();
    now.services[1].posture = {};
    now.services[1].order.reset();
    now.services[1].since.reset();
  }

  SiteContent content() {
    return site_content({now, image, in_force, ended, down_before_drill ? &*down_before_drill : nullptr});
  }

  std::shared_ptr<policy::Policy> policy = std::make_shared<policy::Policy>();
  Snapshot now;
  program::Image image;
  std::vector<posture::Order> in_force;
  std::vector<EndedOrder> ended;
  std::optional<std::set<std::string>> down_before_drill;
};

TEST(SiteContent, AQuietDay) {
  const SiteContent content = Gateway().content();
  ASSERT_EQ(content.snapshot.services.size(), 2u);
  EXPECT_EQ(content.snapshot.services[1].view.state, PublicState::kOperational);
  EXPECT_EQ(content.snapshot.valid_until, kNow + std::chrono::minutes(2));
  EXPECT_TRUE(content.snapshot.incidents.empty());
  ASSERT_EQ(content.snapshot.languages.size(), 1u);
  EXPECT_TRUE(content.snapshot.zone.is_utc());
}

// RFC 4287, section 4.2.6: no two feeds have one id, and a feed has one for ever.
TEST(SiteContent, TheFeedsIdIsTheAgencysOwn) {
  const auto feed_id = [](Gateway& gateway) {
    for (const answers::StatusFile& file : answers::render_status_site(gateway.content().snapshot)) {
      if (file.path != "feed.atom") continue;
      const std::size_t at = file.bytes.find("<id>") + 4;
      return file.bytes.substr(at, file.bytes.find("</id>") - at);
    }
    return std::string();
  };
  Gateway ours, theirs, second, hosted;
  theirs.policy->agency.name = {{"en", "Another agency"}};
  second.policy->gateway.id = 2;
  hosted.policy->gateway.status_host = "status.example";
  EXPECT_EQ(feed_id(hosted), "urn:bulkhead:status:status.example:en");
  EXPECT_EQ(std::set<std::string>({feed_id(ours), feed_id(theirs), feed_id(second), feed_id(hosted)}).size(),
            4u);
  const std::string before = feed_id(ours);
  ours.order(posture::Level::kClosed, 1);
  ours.now.as_of += std::chrono::hours(24);
  ours.policy->gateway.listen.clear();
  EXPECT_EQ(feed_id(ours), before);
  hosted.policy->agency.name = {{"en", "Renamed agency"}};
  EXPECT_EQ(feed_id(hosted), "urn:bulkhead:status:status.example:en");
}

TEST(SiteContent, TellsTheTimeOfTheImage) {
  const Zone zone{"Asia/Kolkata", {{1'577'836'800, 19'800}}};
  program::ImageContents contents;
  contents.languages = {{"en", false}};
  contents.agency_name = contents.agency_contact = {"Agency"};
  contents.zone = zone;
  const auto bytes = program::write_image(contents);
  ASSERT_TRUE(bytes) << bytes.error().message;
  Gateway gateway;
  gateway.image = *program::Image::verify(*bytes);
  EXPECT_EQ(gateway.content().snapshot.zone, zone);
}

TEST(SiteContent, AClosedDoor) {
  Gateway gateway;
  gateway.order(posture::Level::kClosed, 1);
  gateway.now.services[1].ending = {posture::Ending::Kind::kTime, {}};
  gateway.now.services[1].ending_real = kNow + std::chrono::hours(1);
  const SiteContent content = gateway.content();
  const answers::StatusService& tax = content.snapshot.services[1];
  EXPECT_EQ(tax.view.state, PublicState::kClosed);
  EXPECT_EQ(tax.since, kNow - std::chrono::hours(1));
  EXPECT_EQ(tax.expected_end, kNow + std::chrono::hours(1));
  EXPECT_EQ(tax.public_text.at("en"), "We are working on it");
  ASSERT_EQ(content.snapshot.incidents.size(), 1u);
  EXPECT_EQ(content.snapshot.incidents[0].service, "tax");
  EXPECT_EQ(content.snapshot.incidents[0].ended, std::nullopt);
  for (const answers::StatusFile& file : answers::render_status_site(content.snapshot))
    EXPECT_EQ(file.bytes.find("SECRET"), std::string::npos) << file.path;
}

TEST(SiteContent, PromisesNoEndThatTimeDoesNotBring) {
  Gateway gateway;
  gateway.order(posture::Level::kClosed, 1);
  gateway.now.services[1].ending = {posture::Ending::Kind::kQuiet, {}};
  gateway.now.services[1].ending_real = kNow + std::chrono::hours(1);
  EXPECT_EQ(gateway.content().snapshot.services[1].expected_end, std::nullopt);
}

TEST(SiteContent, GuardedAndLockdownAreNotTold) {
  for (const posture::Level level : {posture::Level::kGuarded, posture::Level::kLockdown}) {
    Gateway gateway;
    gateway.order(level, 1);
    const SiteContent content = gateway.content();
    EXPECT_EQ(content.snapshot.services[1].view.state, PublicState::kOperational);
    EXPECT_TRUE(content.snapshot.services[1].public_text.empty());
    EXPECT_TRUE(content.snapshot.incidents.empty());
  }
}

TEST(SiteContent, RehearsalsNeverReachIt) {
  Gateway gateway;
  gateway.order(posture::Level::kClosed, 1).drill = true;
  gateway.now.services[1].order->drill = true;
  gateway.ended.push_back({gateway.in_force[0], kNow, "time"});
  const SiteContent content = gateway.content();
  EXPECT_EQ(content.snapshot.services[1].view.state, PublicState::kOperational);
  EXPECT_TRUE(content.snapshot.incidents.empty());
}

// Whoever really closed a door is told of, with its own words and times, whatever a rehearsal orders beside it.
TEST(SiteContent, ARehearsalHidesNoRealClosing) {
  Gateway gateway;
  posture::Order real = gateway.order(posture::Level::kClosed, 1);
  real.scope = {posture::ScopeKind::kCompartment, "tax"};
  gateway.in_force[0] = real;
  posture::Order& drill = gateway.order(posture::Level::kClosed, 2);  // decides: narrower
  drill.drill = true;
  drill.from_real = kNow - std::chrono::hours(2);
  drill.public_text = {{"en", "SECRETDRILL"}};
  gateway.now.services[1].since = drill.from_real;
  gateway.now.services[1].ending = {posture::Ending::Kind::kTime, {}};
  gateway.now.services[1].ending_real = kNow + std::chrono::minutes(7);
  const SiteContent content = gateway.content();
  const answers::StatusService& tax = content.snapshot.services[1];
  EXPECT_EQ(tax.view.state, PublicState::kClosed);
  EXPECT_EQ(tax.since, real.from_real);
  EXPECT_EQ(tax.public_text.at("en"), "We are working on it");
  EXPECT_EQ(tax.expected_end, std::nullopt) << "that is the rehearsal's end";
  ASSERT_EQ(content.snapshot.incidents.size(), 1u);
  EXPECT_EQ(content.snapshot.incidents[0].began, real.from_real);
  for (const answers::StatusFile& file : answers::render_status_site(content.snapshot))
    EXPECT_EQ(file.bytes.find("SECRET"), std::string::npos) << file.path;
}

TEST(SiteContent, TellsWhatIsOverAndAtMostSoMuch) {
  Gateway gateway;
  posture::Order over = gateway.order(posture::Level::kClosed, 1);
  gateway.open();
  for (std::uint64_t i = 0; i < answers::StatusSnapshot::kIncidentsMax + 1; ++i) {
    over.id = Id::from_words(2, i);
    over.from_real = kNow - std::chrono::hours(i + 1);
    gateway.ended.push_back({over, over.from_real + std::chrono::minutes(10), "time"});
  }
  const SiteContent content = gateway.content();
  ASSERT_EQ(content.snapshot.incidents.size(), answers::StatusSnapshot::kIncidentsMax);
  EXPECT_EQ(content.snapshot.incidents[0].ended, kNow - std::chrono::minutes(50));
  EXPECT_EQ(content.snapshot.incidents[0].began, kNow - std::chrono::hours(1));
}

TEST(SiteContent, AnOpenDoorHasNoIncidentThatIsNotOver) {
  Gateway gateway;
  posture::Order& wide = gateway.order(posture::Level::kClosed, 1);
  wide.scope = {posture::ScopeKind::kCompartment, "tax"};
  const RealTime opened_at = kNow - std::chrono::minutes(20);
  gateway.order(posture::Level::kOpen, 2).from_real = opened_at;
  const SiteContent content = gateway.content();
  EXPECT_EQ(content.snapshot.services[1].view.state, PublicState::kOperational);
  ASSERT_EQ(content.snapshot.incidents.size(), 1u);
  EXPECT_EQ(content.snapshot.incidents[0].ended, opened_at);
  EXPECT_EQ(content.snapshot.incidents[0].worst, PublicState::kClosed);
  EXPECT_EQ(content.snapshot.incidents[0].id, gateway.in_force[0].id.text() + "-tax");
}

TEST(SiteContent, OneIncidentHoweverManyOrders) {
  Gateway gateway;
  gateway.order(posture::Level::kClosed, 1).from_real = kNow - std::chrono::minutes(30);
  gateway.order(posture::Level::kClosed, 2).from_real = kNow - std::chrono::minutes(10);
  posture::Order before = gateway.in_force[0];
  before.id = Id::from_words(0, 7);
  before.from_real = kNow - std::chrono::hours(1);
  gateway.ended.push_back({before, kNow - std::chrono::minutes(25), "undone by ana"});
  const SiteContent content = gateway.content();
  ASSERT_EQ(content.snapshot.incidents.size(), 1u);
  const answers::StatusIncident& incident = content.snapshot.incidents[0];
  EXPECT_EQ(incident.id, before.id.text() + "-tax");
  EXPECT_EQ(incident.began, before.from_real);
  EXPECT_EQ(incident.ended, std::nullopt);
  EXPECT_EQ(incident.updated, kNow - std::chrono::minutes(10));
}

TEST(SiteContent, AReopeningIsTheSameIncidentAndLimitedByNow) {
  Gateway gateway;
  posture::Order& order = gateway.order(posture::Level::kClosed, 1);
  order.until = order.from + std::chrono::minutes(50);
  order.until_real = order.from_real + std::chrono::minutes(50);
  order.then = {{posture::Level::kOpen, 250, std::chrono::hours(1)}};
  gateway.now.services[1].posture.level = posture::Level::kOpen;
  gateway.now.services[1].posture.share_permille = 250;
  const SiteContent content = gateway.content();
  ASSERT_EQ(content.snapshot.incidents.size(), 1u);
  EXPECT_EQ(content.snapshot.incidents[0].worst, PublicState::kDegraded);
  EXPECT_EQ(content.snapshot.incidents[0].began, order.from_real);
  EXPECT_TRUE(content.snapshot.incidents[0].public_text.empty()) << "it was said of the closing";
}

TEST(SiteContent, StandsWhereTheGatewayListens) {
  struct Case {
    std::vector<policy::Listen> listen;
    std::string url;
  };
  for (const Case& c : {Case{{{"0.0.0.0", 80, false}}, "http://status.example"},
                        Case{{{"0.0.0.0", 8080, false}}, "http://status.example:8080"},
                        Case{{{"0.0.0.0", 80, false}, {"0.0.0.0", 443, true}}, "https://status.example"},
                        Case{{{"0.0.0.0", 8443, true}}, "https://status.example:8443"}}) {
    Gateway gateway;
    gateway.policy->gateway.status_host = "status.example";
    gateway.policy->gateway.listen = c.listen;
    EXPECT_EQ(gateway.content().snapshot.base_url, c.url);
  }
}

TEST(SiteContent, ServersThatAreDownAreAFault) {
  Gateway gateway;
  gateway.now.services[0].health.servers.push_back({"http://x", health::Health::kDown, {}, {}, "refused"});
  EXPECT_EQ(gateway.content().snapshot.services[0].view.state, PublicState::kDegraded);
}

TEST(SiteContent, AFaultThatBeganWhileADrillPlaysIsNotTold) {
  Gateway gateway;
  EXPECT_TRUE(services_down(gateway.now).empty());
  for (ServiceNow& service : gateway.now.services)
    service.health.servers.push_back({"http://x", health::Health::kDown, {}, {}, "refused"});
  EXPECT_EQ(services_down(gateway.now).size(), 2u);
  gateway.down_before_drill = std::set<std::string>{gateway.now.services[1].service->name};
  const SiteContent content = gateway.content();
  EXPECT_EQ(content.snapshot.services[0].view.state, PublicState::kOperational);
  EXPECT_EQ(content.snapshot.services[1].view.state, PublicState::kDegraded) << "it was so before";
  gateway.down_before_drill.reset();
  EXPECT_EQ(gateway.content().snapshot.services[0].view.state, PublicState::kDegraded) << "the drill is over";
}

}  // namespace
}  // namespace bulkhead::control
