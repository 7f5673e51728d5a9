// The scenarios that come with Bulkhead fit the demo's services, bring people of every group, attack from networks that
// are nobody's and no lane, and stay as short and as small as a demonstration on two cores needs them.
// docs/scenarios.md explains every key, and its examples can be read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "drill/people/visits.h"
#include "drill/scenario/keys.h"
#include "drill/scenario/reader.h"
#include "policy/reader.h"

namespace bulkhead::drill {
namespace {

const policy::Policy& demo() {
  static const policy::Policy policy =
      policy::read_policy_file(std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml").policy.value();
  return policy;
}

std::vector<std::string> services() {
  std::vector<std::string> names;
  for (const policy::Service& service : demo().services) names.push_back(service.name);
  return names;
}

Scenario shipped(const std::string& file) {
  const ScenarioReading reading =
      read_scenario_file(std::string(BULKHEAD_SOURCE_DIR) + "/" + file, services());
  for (const policy::Diagnostic& one : reading.diagnostics) ADD_FAILURE() << text(one, "");
  return reading.scenario.value_or(Scenario());
}

bool overlap(const Network& a, const Network& b) { return a.contains(b.address) || b.contains(a.address); }

bool is_in_a_lane(const Network& network) {
  for (const policy::Service& service : demo().services)
    for (const policy::Lane& lane : service.lanes)
      for (const Network& laned : lane.networks)
        if (overlap(network, laned)) return true;
  return false;
}

std::vector<Network> networks_of(const Scenario& scenario) {
  std::vector<Network> all;
  for (const Group& group : scenario.groups)
    all.insert(all.end(), group.networks.begin(), group.networks.end());
  for (const Phase& phase : scenario.phases)
    for (const Attack& attack : phase.attacks)
      all.insert(all.end(), attack.networks.begin(), attack.networks.end());
  return all;
}

double floods_per_second(const Phase& phase) {
  double sum = 0;
  for (const Attack& attack : phase.attacks)
    if (attack.kind == Attack::Kind::kFlood)
      sum += attack.requests_per_s * static_cast<double>(attack.services.size());
  return sum;
}

struct Shipped {
  std::string name;
  int seconds_max;
  bool attacked;
};

void PrintTo(const Shipped& row, std::ostream* out) { *out << row.name; }

class ShippedScenario : public testing::TestWithParam<Shipped> {};

TEST_P(ShippedScenario, FitsTheDemo) {
  const Scenario scenario = shipped("drill/scenarios/" + GetParam().name + ".yaml");
  ASSERT_FALSE(scenario.phases.empty());
  EXPECT_EQ(scenario.name, GetParam().name);
  EXPECT_LE(scenario.lasts(), std::chrono::seconds(GetParam().seconds_max));
  const bool attacked =
      std::ranges::any_of(scenario.phases, [](const Phase& phase) { return !phase.attacks.empty(); });
  EXPECT_EQ(attacked, GetParam().attacked);
  for (const Phase& phase : scenario.phases) EXPECT_LE(floods_per_second(phase), 2'500) << phase.name;
  for (const Network& network : networks_of(scenario)) EXPECT_FALSE(is_in_a_lane(network)) << network.text();
}

TEST_P(ShippedScenario, BringsPeopleOfEveryGroup) {
  const Scenario scenario = shipped("drill/scenarios/" + GetParam().name + ".yaml");
  std::set<std::string> names;
  for (const Group& group : scenario.groups) names.insert(group.name);
  for (const char* group : {"home", "abroad", "cgnat", "office", "first-visit", "no-javascript"})
    EXPECT_TRUE(names.contains(group)) << group;

  std::vector<std::size_t> visits(scenario.groups.size());
  std::set<std::string> behind_one_address;
  for (const Visit& visit : plan_visits(scenario, 1)) {
    ++visits[visit.group];
    const std::string& group = scenario.groups[visit.group].name;
    if (group == "cgnat" || group == "office") behind_one_address.insert(visit.address);
  }
  for (std::size_t i = 0; i < visits.size(); ++i) EXPECT_GE(visits[i], 10u) << scenario.groups[i].name;
  EXPECT_EQ(behind_one_address.size(), 2u);
}

TEST_P(ShippedScenario, IsCalmWhereNobodyAttacks) {
  const Scenario scenario = shipped("drill/scenarios/" + GetParam().name + ".yaml");
  const double visits = visits_per_minute(scenario.groups);
  EXPECT_GE(visits, 300);
  EXPECT_LE(visits, 500);
  // Even when all of them want the same service, half of what it can do is enough.
  constexpr double kTasksPerVisit = 2, kRequestsPerTask = 12;
  const double can_do =
      scenario.service_slots * 1'000.0 / static_cast<double>(scenario.service_delay.count());
  EXPECT_LE(visits / 60 * kTasksPerVisit * kRequestsPerTask, can_do / 2);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario,
                         testing::Values(Shipped{"calm-day", 60, false},
                                         Shipped{"one-service-flood", 75, true},
                                         Shipped{"flash-crowd", 75, false}, Shipped{"july-2022", 150, true},
                                         Shipped{"insider-harvest", 90, true}, Shipped{"slow-drip", 90, true},
                                         Shipped{"closer", 90, true}),
                         [](const testing::TestParamInfo<Shipped>& row) {
                           std::string name = row.param.name;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(ShortScenario, HasALittleOfEverythingInTwentySeconds) {
  const Scenario scenario = shipped("tests/drill/short.yaml");
  EXPECT_EQ(scenario.lasts(), std::chrono::seconds(20));
  EXPECT_EQ(scenario.officer.size(), 1u);
  EXPECT_TRUE(scenario.off_by_hand);
  EXPECT_GE(plan_visits(scenario, 1).size(), 30u);
}

std::string documentation() {
  std::ifstream file(std::string(BULKHEAD_SOURCE_DIR) + "/docs/scenarios.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Documentation, ShowsScenariosThatCanBeRead) {
  const std::string page = documentation();
  constexpr std::string_view kFence = "```yaml\n";
  std::size_t examples = 0;
  for (std::size_t at = page.find(kFence); at != std::string::npos; at = page.find(kFence, at), ++examples) {
    at += kFence.size();
    const std::string example = page.substr(at, page.find("```", at) - at);
    const ScenarioReading reading = read_scenario(example, "docs/scenarios.md", services());
    for (const policy::Diagnostic& one : reading.diagnostics) ADD_FAILURE() << text(one, example);
  }
  EXPECT_EQ(examples, 2u);
}

TEST(Documentation, ExplainsEveryKey) {
  const std::string page = documentation();
  for (const policy::Shape* shape : scenario_shapes())
    for (const std::string_view key : shape->keys)
      EXPECT_THAT(page, testing::HasSubstr("| `" + std::string(key) + "` |")) << shape->name;
}

}  // namespace
}  // namespace bulkhead::drill
