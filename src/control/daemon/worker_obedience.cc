#include "control/daemon/worker_obedience.h"

#include <algorithm>

namespace bulkhead::control {

rest::Obeyed WorkerObedience::look(MonoTime asked) {
  rest::Obeyed obeyed;
  for (const WorkerNow& worker : observatory_.workers(clock_.boot_now())) {
    if (!worker.state.alive) continue;
    ++obeyed.of;
    if (worker.state.epoch_seen < publisher_.epoch()) continue;
    ++obeyed.workers;
    const Nanoseconds took = worker.state.epoch_seen_at - asked;
    obeyed.in_us = std::max<std::int64_t>(obeyed.in_us, took.count() / 1'000);
  }
  return obeyed;
}

}  // namespace bulkhead::control
