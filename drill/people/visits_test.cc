// What must hold: the same seed is the same people; another one is others; changing one group leaves the others as they were;
// people behind one address share it, and everybody else has their own.

#include "drill/people/visits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace bulkhead::drill {
namespace {

Scenario a_day() {
  Scenario day;
  Group home;
  home.name = "home";
  home.networks = {Network::parse("198.18.0.0/16").value()};
  home.visits_per_minute = 600;
  home.tasks_per_visit = {1, 3};
  home.tasks = {{{"portal", TaskKind::Who::kCitizen}, 3}, {{"tax-filing", TaskKind::Who::kApi}, 1}};
  Group office = home;
  office.name = "office";
  office.networks = {Network::parse("203.0.113.10").value()};
  office.addresses = 1;
  day.groups = {home, office};
  day.phases = {{"calm", Milliseconds(60'000), 1, {}, {}}, {"surge", Milliseconds(30'000), 4, {}, {}}};
  return day;
}

std::string text(const Visit& visit) {
  std::string text = std::to_string(visit.at.count()) + visit.address + std::to_string(visit.person) +
                     std::to_string(visit.seed);
  for (const TaskKind& task : visit.tasks) text += task.text();
  return text;
}

std::vector<std::string> of_group(const std::vector<Visit>& visits, std::size_t group) {
  std::vector<std::string> texts;
  for (const Visit& visit : visits)
    if (visit.group == group) texts.push_back(text(visit));
  return texts;
}

TEST(Visits, AreTheSameForTheSameSeedOnly) {
  const auto once = plan_visits(a_day(), 7);
  EXPECT_EQ(of_group(once, 0), of_group(plan_visits(a_day(), 7), 0));
  EXPECT_NE(of_group(once, 0), of_group(plan_visits(a_day(), 8), 0));
}

TEST(Visits, OfOneGroupDoNotDependOnAnother) {
  Scenario other = a_day();
  other.groups[0].visits_per_minute = 10;
  EXPECT_EQ(of_group(plan_visits(a_day(), 7), 1), of_group(plan_visits(other, 7), 1));
}

TEST(Visits, ComeAsOftenAsSaidAndInOrder) {
  const auto visits = plan_visits(a_day(), 1);
  EXPECT_TRUE(std::ranges::is_sorted(visits, {}, &Visit::at));
  const auto calm =
      std::ranges::count_if(visits, [](const Visit& visit) { return visit.at < Milliseconds(60'000); });
  EXPECT_NEAR(static_cast<double>(calm), 1'200, 150);
  EXPECT_NEAR(static_cast<double>(visits.size()) - static_cast<double>(calm), 2'400, 200);
}

TEST(Visits, ShareAnAddressWhereTheGroupDoes) {
  std::set<std::string> home;
  std::set<std::string> office;
  for (const Visit& visit : plan_visits(a_day(), 1)) (visit.group == 0 ? home : office).insert(visit.address);
  EXPECT_EQ(office, (std::set<std::string>{"203.0.113.10"}));
  EXPECT_GT(home.size(), 1'500u);
}

}  // namespace
}  // namespace bulkhead::drill
