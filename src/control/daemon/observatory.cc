#include "control/daemon/observatory.h"

#include <algorithm>
#include <utility>

namespace bulkhead::control {

void Observatory::follow(const program::Image& image) {
  std::map<std::string, Followed, std::less<>> next;
  slots_ = 0;
  for (std::size_t i = 0; i < image.services(); ++i) {
    const program::ServiceView view = image.service(static_cast<program::ServiceIndex>(i));
    Followed followed;
    if (const auto known = services_.find(view.name);
        known != services_.end() && known->second.slot == view.slot)
      followed = known->second;
    followed.slot = view.slot;
    slots_ = std::max<std::size_t>(slots_, view.slot + 1u);
    next.emplace(std::string(view.name), followed);
  }
  services_ = std::move(next);
}

bool Observatory::open() {
  if (!reader_) reopen();
  return reader_.has_value();
}

void Observatory::reopen() {
  if (auto reader = segment::SharedReader::open(path_)) reader_.emplace(std::move(*reader));
}

void Observatory::sample(MonoTime now) {
  if (reader_ && reader_->is_replaced()) reopen();
  if (!open()) return;
  const std::vector<segment::ServiceCounts> counts = reader_->services(slots_);
  for (auto& [name, service] : services_) {
    if (service.slot >= counts.size()) continue;
    service.counts = counts[service.slot];
    service.requests.sample(service.counts.count(segment::ServiceCounter::kRequests), now);
    service.refused.sample(refused(service.counts), now);
  }
}

std::vector<WorkerNow> Observatory::workers(BootTime now) {
  std::vector<WorkerNow> workers;
  if (!open()) return workers;
  for (const segment::WorkerState& state : reader_->workers()) {
    const Milliseconds age = std::max(now - state.heartbeat, Milliseconds(0));
    workers.push_back({state, age});
  }
  return workers;
}

void Observatory::describe(ServiceNow& now) const {
  const auto at = services_.find(now.service->name);
  if (at == services_.end()) return;
  now.counts = at->second.counts;
  now.requests_per_s = at->second.requests.per_second();
  now.refused_per_s = at->second.refused.per_second();
}

}  // namespace bulkhead::control
