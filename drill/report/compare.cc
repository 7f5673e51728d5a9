#include "drill/report/compare.h"

#include <algorithm>
#include <set>

namespace bulkhead::drill {
namespace {

void add_services(std::set<std::string>& services, const Tally& tally) {
  for (const auto& [key, counts] : tally.by_service_and_group()) services.insert(key.service);
}

}  // namespace

double ServiceDifference::relative() const {
  const auto [less, more] = std::minmax(first, second);
  return more == 0 ? 0 : static_cast<double>(more - less) / static_cast<double>(more);
}

std::vector<ServiceDifference> compare(const DrillResult& first, const DrillResult& second) {
  std::vector<ServiceDifference> differences;
  for (const ArmResult& arm : first.arms) {
    const auto other = std::ranges::find(second.arms, arm.name, &ArmResult::name);
    if (other == second.arms.end() || !arm.not_played.empty() || !other->not_played.empty()) continue;
    std::set<std::string> services;
    add_services(services, arm.tally);
    add_services(services, other->tally);
    for (const std::string& service : services)
      differences.push_back({arm.name, service, arm.tally.of_service(service).ends.finished,
                             other->tally.of_service(service).ends.finished});
  }
  return differences;
}

double largest_difference(const std::vector<ServiceDifference>& differences) {
  double largest = 0;
  for (const ServiceDifference& one : differences) largest = std::max(largest, one.relative());
  return largest;
}

}  // namespace bulkhead::drill
