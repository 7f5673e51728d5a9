#include "control/health/health.h"

#include <algorithm>

namespace bulkhead::control::health {

std::string_view name(Health health) {
  switch (health) {
    case Health::kUp: return "up";
    case Health::kDown: return "down";
    case Health::kUnknown: break;
  }
  return "unknown";
}

bool ServerHealth::note(const Probed& probed, RealTime now) {
  Health next = health_;
  if (probed.answered) {
    failures_in_a_row_ = 0;
    ++answers_in_a_row_;
    latency_ = probed.latency;
    error_.clear();
    if (health_ == Health::kUnknown || answers_in_a_row_ >= thresholds_.rise) next = Health::kUp;
  } else {
    answers_in_a_row_ = 0;
    ++failures_in_a_row_;
    error_ = probed.error;
    if (failures_in_a_row_ >= thresholds_.fall) next = Health::kDown;
  }
  if (next == health_) return false;
  health_ = next;
  since_ = now;
  return true;
}

Health overall(const ServiceHealth& service) {
  const auto is = [](Health health) {
    return [health](const ServerView& server) { return server.health == health; };
  };
  if (std::ranges::any_of(service.servers, is(Health::kUp))) return Health::kUp;
  if (!service.servers.empty() && std::ranges::all_of(service.servers, is(Health::kDown)))
    return Health::kDown;
  return Health::kUnknown;
}

}  // namespace bulkhead::control::health
