#include <array>

#include "base/check.h"
#include "control/metrics/family.h"

namespace bulkhead::control::metrics {
namespace {

double seconds(RealTime at) { return static_cast<double>(at.time_since_epoch().count()) / 1e3; }

}  // namespace

void add_daemon(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  families.push_back(gauge("bulkhead_build_info", "Always 1; the version is in the label.")
                         .add(1, {{"version", now.version}})
                         .take());
  families.push_back(gauge("bulkhead_daemon_start_time_seconds", "When the daemon started, in Unix time.")
                         .add(seconds(now.started))
                         .take());
  families.push_back(
      counter("bulkhead_daemon_bugs_total", "States that the daemon's own code promised cannot be.")
          .add(static_cast<double>(bugs_seen()))
          .take());
  Family store =
      gauge("bulkhead_store_state", "1 for what the store is in: ok, reserve (disk full) or broken.");
  const std::array<std::pair<StoreState, const char*>, 3> states{
      {{StoreState::kOk, "ok"}, {StoreState::kReserve, "reserve"}, {StoreState::kBroken, "broken"}}};
  for (const auto& [state, name] : states) store.add(now.store == state ? 1 : 0, {{"state", name}});
  families.push_back(store.take());
  families.push_back(
      gauge("bulkhead_clock_trusted", "1 while the kernel holds the real-time clock synchronised.")
          .add(now.real_time_trusted ? 1 : 0)
          .take());
  families.push_back(gauge("bulkhead_orders_in_force", "Orders on record that are not over.")
                         .add(static_cast<double>(now.orders_in_force))
                         .take());
  families.push_back(gauge("bulkhead_proposals_waiting", "Proposals that wait for a second person.")
                         .add(static_cast<double>(now.proposals))
                         .take());
  families.push_back(gauge("bulkhead_warnings", "Warnings that status shows.")
                         .add(static_cast<double>(now.warnings.size()))
                         .take());
  families.push_back(gauge("bulkhead_control_epoch", "Number of the newest publication to workers.")
                         .add(static_cast<double>(now.epoch))
                         .take());
  if (now.image)
    families.push_back(gauge("bulkhead_image_version", "Version of the image in force.")
                           .add(static_cast<double>(now.image->version))
                           .take());
}

}  // namespace bulkhead::control::metrics
