#include "drill/scenario/scenario.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace bulkhead::drill {

std::string_view name(TaskKind::Who who) {
  constexpr std::array<std::string_view, 3> kNames = {"citizen", "clerk", "api"};
  return kNames[static_cast<std::size_t>(who)];
}

std::string TaskKind::text() const {
  return who == Who::kCitizen ? service : service + "/" + std::string(drill::name(who));
}

double visits_per_minute(std::span<const Group> groups) {
  return std::transform_reduce(groups.begin(), groups.end(), 0.0, std::plus<>(),
                               [](const Group& group) { return group.visits_per_minute; });
}

std::string_view name(Attack::Kind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"exploit", "web-shell", "harvest",
                                                      "export",  "flood",     "probe"};
  return kNames[static_cast<std::size_t>(kind)];
}

Milliseconds Scenario::begins(std::size_t phase) const {
  Milliseconds sum{0};
  for (std::size_t i = 0; i < std::min(phase, phases.size()); ++i) sum += phases[i].lasts;
  return sum;
}

Milliseconds Scenario::lasts() const { return begins(phases.size()); }

std::size_t Scenario::phase_at(Milliseconds at) const {
  Milliseconds ends{0};
  for (std::size_t i = 0; i < phases.size(); ++i) {
    ends += phases[i].lasts;
    if (at < ends) return i;
  }
  return phases.size() - 1;
}

}  // namespace bulkhead::drill
