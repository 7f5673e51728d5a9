#include "control/daemon/snapshot.h"

#include <fmt/format.h>

namespace bulkhead::control {

std::uint64_t refused(const segment::ServiceCounts& counts) {
  using segment::ServiceCounter;
  return counts.count(ServiceCounter::kRefusedClosed) + counts.count(ServiceCounter::kRefusedPath) +
         counts.count(ServiceCounter::kRefusedFailure);
}

std::vector<std::string> not_enforced(const posture::Posture& posture) {
  std::vector<std::string> missing;
  if (posture.level == posture::Level::kGuarded)
    missing.emplace_back("guarded: carried and shown; nothing tightens yet");
  if (posture.level == posture::Level::kLockdown)
    missing.emplace_back("lockdown: carried and shown; nothing tightens yet");
  if (posture.level != posture::Level::kClosed && posture.share_permille < posture::kShareAll)
    missing.push_back(
        fmt::format("share {} %: carried and shown; everybody is let in", posture.share_permille / 10.0));
  return missing;
}

}  // namespace bulkhead::control
