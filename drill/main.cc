#include <atomic>
#include <csignal>
#include <cstdio>

#include <fmt/core.h>

#include "drill/people/census.h"
#include "drill/play/player.h"
#include "policy/reader.h"

namespace {
std::atomic<bool> stop{false};
}

int main(int argc, char** argv) {
  using namespace bulkhead;
  using namespace bulkhead::drill;
  if (argc < 3) return 2;
  std::signal(SIGTERM, [](int) { stop = true; });
  auto reading = policy::read_policy_file(argv[1]);
  if (!reading.policy) return 1;
  boost::asio::io_context context;
  auto country = take_census(context, *reading.policy);
  if (!country) {
    fmt::print(stderr, "{}\n", country.error().message);
    return 1;
  }
  Scenario scenario;
  Group home;
  home.name = "home";
  home.networks = {Network::parse("31.171.152.0/22").value()};
  home.visits_per_minute = 600;
  for (const auto& [name, service] : country->services) {
    home.tasks.push_back({{name, TaskKind::Who::kCitizen}, 3});
    home.tasks.push_back({{name, TaskKind::Who::kApi}, 1});
    home.tasks.push_back({{name, TaskKind::Who::kClerk}, 1});
  }
  scenario.groups = {home};
  scenario.phases = {{"calm", Milliseconds(10'000), 1, {}, {}}};
  const Target target{{boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(std::stoi(argv[2]))},
                      boost::asio::ip::make_address("127.0.0.2")};
  const auto visits = plan_visits(scenario, 1);
  Player player(context, scenario, *country, target);
  const Tally tally = player.run(visits, stop);
  for (const auto& [name, service] : country->services) {
    const TaskCounts counts = tally.of_service(name);
    fmt::print("{:24} begun {} finished {} refused {} failed {} late {} p50 {} p99 {}\n", name, counts.ends.begun(), counts.ends.finished,
               counts.ends.refused, counts.ends.failed, counts.ends.late, counts.pages.quantile(0.5), counts.pages.quantile(0.99));
  }
  for (const auto& [why, times] : tally.reasons()) fmt::print("{} x {}\n", times, why);
}
