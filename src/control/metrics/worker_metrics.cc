#include <string>

#include "control/metrics/family.h"

namespace bulkhead::control::metrics {
namespace {

using segment::WorkerCounter;

double sum(const Snapshot& now, WorkerCounter counter) {
  double total = 0;
  for (const WorkerNow& worker : now.workers) total += static_cast<double>(worker.state.count(counter));
  return total;
}

}  // namespace

void add_workers(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  std::size_t alive = 0;
  Family epoch = gauge("bulkhead_worker_epoch", "Newest publication that a live worker obeys.");
  Family image =
      gauge("bulkhead_worker_image_version", "Version of the image that a live worker decides by.");
  for (const WorkerNow& worker : now.workers) {
    if (!worker.state.alive) continue;
    ++alive;
    const Labels labels{{"slot", std::to_string(worker.state.slot)}};
    epoch.add(static_cast<double>(worker.state.epoch_seen), labels);
    image.add(static_cast<double>(worker.state.image_seen), labels);
  }
  families.push_back(gauge("bulkhead_workers_alive", "Workers that hold their slot.")
                         .add(static_cast<double>(alive))
                         .take());
  families.push_back(epoch.take());
  families.push_back(image.take());
  families.push_back(
      counter("bulkhead_gate_bugs_total", "States that the request path's own code promised cannot be.")
          .add(sum(now, WorkerCounter::kBugs))
          .take());
  families.push_back(counter("bulkhead_gate_image_failures_total", "Images that a worker could not load.")
                         .add(sum(now, WorkerCounter::kImageFailures))
                         .take());
  families.push_back(
      counter("bulkhead_gate_misdirected_requests_total", "Requests that belong to no service, by why.")
          .add(sum(now, WorkerCounter::kUnknownHost), {{"reason", "unknown_host"}})
          .add(sum(now, WorkerCounter::kNoService), {{"reason", "no_service"}})
          .add(sum(now, WorkerCounter::kHostMismatch), {{"reason", "host_mismatch"}})
          .add(sum(now, WorkerCounter::kDoorMismatch), {{"reason", "door_mismatch"}})
          .add(sum(now, WorkerCounter::kNoDoor), {{"reason", "no_door"}})
          .take());
}

}  // namespace bulkhead::control::metrics
