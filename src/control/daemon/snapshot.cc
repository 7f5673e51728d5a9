#include "control/daemon/snapshot.h"

#include <fmt/format.h>

namespace bulkhead::control {

std::uint64_t refused(const segment::ServiceCounts& counts) {
  using segment::ServiceCounter;
  return counts.count(ServiceCounter::kRefusedClosed) + counts.count(ServiceCounter::kRefusedPath) +
         counts.count(ServiceCounter::kRefusedFailure) + counts.count(ServiceCounter::kRefusedInspection);
}

bool tightens_while_guarded(const policy::Service& service) {
  const policy::Inspection& inspection = service.inspection;
  return inspection.mode == policy::InspectionMode::kBlock && !inspection.rules.empty() &&
         (inspection.guarded.inbound_threshold || inspection.guarded.paranoia);
}

std::vector<std::string> not_enforced(const posture::Posture& posture, bool guarded_tightens) {
  std::vector<std::string> missing;
  if (posture.level == posture::Level::kGuarded && !guarded_tightens)
    missing.emplace_back("guarded: carried and shown; nothing tightens here");
  if (posture.level == posture::Level::kLockdown)
    missing.emplace_back("lockdown: carried and shown; nothing tightens yet");
  if (posture.level != posture::Level::kClosed && posture.share_permille < posture::kShareAll)
    missing.push_back(
        fmt::format("share {} %: carried and shown; everybody is let in", posture.share_permille / 10.0));
  return missing;
}

}  // namespace bulkhead::control
