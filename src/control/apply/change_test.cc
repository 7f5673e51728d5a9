// What a change means for the people who must agree to it and for nginx: one row a change. In doubt it
// loosens; what only a person reads is neutral; the order of the file means nothing.

#include "control/apply/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace bulkhead::control {
namespace {

using policy::Policy;
using policy::Service;
using testing::HasSubstr;
using enum ChangeKind;

Service service(const std::string& name, std::uint16_t port) {
  Service result;
  result.name = result.compartment = name;
  result.hosts = {name + ".example"};
  result.paths = {"/"};
  result.upstream = {{"http", "127.0.0.1", port}};
  return result;
}

Policy sample() {
  Policy policy;
  policy.agency.languages = {"en"};
  policy.gateway.listen = {{"127.0.0.1", 8080, false}};
  policy.gateway.trusted_proxies = {*Network::parse("10.1.0.0/16")};
  policy::Operator ana;
  ana.id = ana.name = "ana";
  ana.uid = 1000;
  ana.token_sha256 = std::string(64, 'a');
  ana.token_expires = RealTime(std::chrono::hours(1000));
  policy.operators = {ana};
  policy.services = {service("forms", 9101), service("tax", 9102)};
  policy.services[1].lanes = {{"counters", {*Network::parse("10.30.0.0/16")}}};
  policy.services[1].session_cookies = {"session"};
  return policy;
}

Service& tax(Policy& policy) { return policy.services[1]; }
policy::Operator& ana(Policy& policy) { return policy.operators[0]; }

struct Row {
  const char* name;
  std::function<void(Policy&)> change;
  ChangeKind kind;
  bool needs_reload;
  /// What the change is when it is made the other way round.
  ChangeKind back;
};

const Row kRows[] = {
    {"Failure open", [](Policy& p) { tax(p).on_gateway_failure = policy::OnGatewayFailure::kOpen; }, kLoosens,
     true, kTightens},
    {"Larger body", [](Policy& p) { tax(p).limits.client_body_bytes_max += 1; }, kLoosens, true, kTightens},
    {"Longer timeout", [](Policy& p) { tax(p).limits.upstream_timeout += Milliseconds(1); }, kLoosens, true,
     kTightens},
    {"Less critical", [](Policy& p) { tax(p).criticality = policy::Criticality::kDeferrable; }, kLoosens,
     false, kNeutral},
    {"Another compartment", [](Policy& p) { tax(p).compartment = "money"; }, kLoosens, false, kLoosens},
    {"New network in a lane",
     [](Policy& p) { tax(p).lanes[0].networks.push_back(*Network::parse("10.31.0.0/16")); }, kLoosens, false,
     kTightens},
    {"Network inside a lane",
     [](Policy& p) { tax(p).lanes[0].networks.push_back(*Network::parse("10.30.7.0/24")); }, kNeutral, false,
     kNeutral},
    {"Lane by another name", [](Policy& p) { tax(p).lanes[0].name = "desks"; }, kNeutral, false, kNeutral},
    {"Session cookie", [](Policy& p) { tax(p).session_cookies.emplace_back("sid"); }, kLoosens, false,
     kTightens},
    {"Service is gone", [](Policy& p) { p.services.pop_back(); }, kLoosens, true, kNeutral},
    {"New host", [](Policy& p) { tax(p).hosts.emplace_back("returns.example"); }, kNeutral, true, kNeutral},
    {"Path", [](Policy& p) { tax(p).paths.emplace_back("/returns"); }, kNeutral, true, kNeutral},
    {"Upstream", [](Policy& p) { tax(p).upstream[0].port = 9999; }, kNeutral, true, kNeutral},
    {"Probe", [](Policy& p) { tax(p).health.path = "/up"; }, kNeutral, false, kNeutral},
    {"Dependence", [](Policy& p) { tax(p).depends_on = {"forms"}; }, kNeutral, false, kNeutral},
    {"Title", [](Policy& p) { tax(p).title["en"] = "Returns"; }, kNeutral, false, kNeutral},
    {"Elsewhere", [](Policy& p) { tax(p).elsewhere["en"] = "Counter 3"; }, kNeutral, false, kNeutral},
    {"Milder mode", [](Policy& p) { tax(p).inspection.mode = policy::InspectionMode::kOff; }, kLoosens, false,
     kTightens},
    {"Other rules", [](Policy& p) { tax(p).inspection.rules = {"/crs.conf"}; }, kLoosens, false, kLoosens},
    {"Paranoia", [](Policy& p) { tax(p).inspection.paranoia = 1; }, kLoosens, false, kLoosens},
    {"Smaller body inspected", [](Policy& p) { tax(p).inspection.request_body_bytes_max -= 1; }, kLoosens,
     false, kTightens},
    {"Larger bodies refused",
     [](Policy& p) { tax(p).inspection.request_body_beyond = policy::BeyondLimit::kDeny; }, kTightens, false,
     kLoosens},
    {"Answers not inspected", [](Policy& p) { tax(p).inspection.responses = false; }, kLoosens, false,
     kTightens},
    {"Overrun only noted", [](Policy& p) { tax(p).inspection.on_overrun = policy::OnOverrun::kDetect; },
     kLoosens, false, kTightens},
    {"Exclusion",
     [](Policy& p) {
       tax(p).inspection.exclusions = {{.rules = {{1, 2}},
                                        .tags = {},
                                        .route = "/",
                                        .target = "ARGS:q",
                                        .owner = "ana",
                                        .reason = "r",
                                        .until = {}}};
     },
     kLoosens, false, kTightens},
    {"Patch",
     [](Policy& p) {
       tax(p).inspection.patches = {
           {.route = "/a", .file = "/p.conf", .owner = "ana", .reason = "r", .until = {}}};
     },
     kTightens, false, kLoosens},
    {"Error log", [](Policy& p) { tax(p).inspection.error_log = true; }, kNeutral, false, kNeutral},
    {"Trusted proxy", [](Policy& p) { p.gateway.trusted_proxies.push_back(*Network::parse("10.2.0.0/16")); },
     kLoosens, true, kTightens},
    {"Plain listener", [](Policy& p) { p.gateway.listen.push_back({"127.0.0.1", 8081, false}); }, kLoosens,
     true, kNeutral},
    {"TLS listener", [](Policy& p) { p.gateway.listen.push_back({"127.0.0.1", 8443, true}); }, kNeutral, true,
     kNeutral},
    {"Certificates", [](Policy& p) { p.gateway.certificates = {{{}, "/c.pem", "/k.pem"}}; }, kNeutral, true,
     kNeutral},
    {"Status host", [](Policy& p) { p.gateway.status_host = "status.example"; }, kNeutral, true, kNeutral},
    {"Rehearsal", [](Policy& p) { p.gateway.rehearsal = true; }, kLoosens, false, kTightens},
    {"Workers", [](Policy& p) { p.gateway.workers = 4; }, kNeutral, true, kNeutral},
    {"Gateway id", [](Policy& p) { p.gateway.id = 2; }, kNeutral, false, kNeutral},
    {"Agency", [](Policy& p) { p.agency.name["en"] = "Agency"; }, kNeutral, false, kNeutral},
    {"Chief", [](Policy& p) { ana(p).role = policy::Role::kChief; }, kLoosens, false, kTightens},
    {"Token", [](Policy& p) { ana(p).token_sha256 = std::string(64, 'b'); }, kLoosens, false, kLoosens},
    {"No token", [](Policy& p) { ana(p).token_sha256.clear(); }, kTightens, false, kLoosens},
    {"Token for longer", [](Policy& p) { *ana(p).token_expires += std::chrono::hours(1); }, kLoosens, false,
     kTightens},
    {"Token for ever", [](Policy& p) { ana(p).token_expires.reset(); }, kLoosens, false, kTightens},
    {"Uid", [](Policy& p) { ana(p).uid = 1001; }, kLoosens, false, kLoosens},
    {"No uid", [](Policy& p) { ana(p).uid.reset(); }, kTightens, false, kLoosens},
    {"Operator leaves", [](Policy& p) { p.operators.clear(); }, kTightens, false, kLoosens},
    {"Name of an operator", [](Policy& p) { ana(p).name = "Ana P."; }, kNeutral, false, kNeutral},
};

TEST(Change, EachMeansOneThing) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Policy before = sample();
    Policy after = sample();
    row.change(after);
    const auto there = diff(before, after);
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(there[0].kind, row.kind) << there[0].what;
    EXPECT_EQ(there[0].needs_reload, row.needs_reload) << there[0].what;
    EXPECT_EQ(needs_second_person(there), row.kind == kLoosens);
    EXPECT_EQ(needs_reload(there), row.needs_reload);
    const auto back = diff(after, before);
    ASSERT_FALSE(back.empty());
    const auto strongest = std::ranges::max(back, {}, &Change::kind).kind;
    EXPECT_EQ(strongest, row.back) << back[0].what;
  }
}

// Whoever holds one door to these servers shut must hear of another one.
TEST(Change, AnotherWayToServersThatHaveADoorLoosens) {
  const auto loosens_by = [](const std::function<void(Policy&)>& change) {
    Policy after = sample();
    change(after);
    std::string what;
    for (const Change& one : diff(sample(), after))
      if (one.kind == kLoosens) what += one.what;
    return what;
  };
  EXPECT_THAT(loosens_by([](Policy& p) { p.services.push_back(service("zoo", 9102)); }),
              HasSubstr("another way to tax, by its server 127.0.0.1:9102"));
  EXPECT_THAT(loosens_by([](Policy& p) { p.services[0].upstream[0].port = 9102; }),
              HasSubstr("another way to tax"));
  EXPECT_EQ(loosens_by([](Policy& p) { p.services.push_back(service("zoo", 9103)); }), "");
}

TEST(Change, NothingChangesNothing) {
  EXPECT_TRUE(diff(sample(), sample()).empty());
  EXPECT_EQ(summary({}), "nothing changes");
  EXPECT_EQ(why_second_person({}), "");
}

TEST(Change, ADoorThatChangesHandsLoosens) {
  Policy after = sample();
  after.services[0].hosts.emplace_back("tax.example");
  tax(after).hosts = {"returns.example"};
  const auto changes = diff(sample(), after);
  const auto taken = std::ranges::find(changes, "takes tax.example/ over from tax", &Change::what);
  ASSERT_NE(taken, changes.end());
  EXPECT_EQ(taken->service, "forms");
  EXPECT_EQ(taken->kind, kLoosens);
}

TEST(Change, ANewAuditorIsNoHandOnTheDoors) {
  Policy after = sample();
  after.operators.push_back({.id = "dritan",
                             .name = "dritan",
                             .uid = {},
                             .token_sha256 = {},
                             .token_expires = {},
                             .role = policy::Role::kAuditor});
  EXPECT_FALSE(needs_second_person(diff(sample(), after)));
}

TEST(Change, TheFirstPolicyLoosensNothing) {
  const auto changes = first_policy(sample());
  EXPECT_EQ(changes.size(), 3u);
  EXPECT_FALSE(needs_second_person(changes));
  EXPECT_TRUE(needs_reload(changes));
}

TEST(Change, TheReasonNamesThreeAndCountsTheRest) {
  const std::vector<Change> four(4, Change{"tax", "x", kLoosens, true});
  EXPECT_EQ(why_second_person(four), "it loosens: tax: x; tax: x; tax: x; and 1 more");
  EXPECT_EQ(why_second_person(std::span(four).first(3)), "it loosens: tax: x; tax: x; tax: x");
  EXPECT_EQ(summary(four), "4 changes in 1 service: 4 loosen; nginx is reloaded");
}

}  // namespace
}  // namespace bulkhead::control
