// A drill: a scenario played on arms, one after another or side by side, and what it came to.

#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drill/arms/arm.h"
#include "drill/play/watcher.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"
#include "os/clock.h"

namespace bulkhead::drill {

/// A gateway that runs already.
struct TargetOptions {
  Target target;
  std::string key;    ///< Of its drill key.
  bool live = false;  ///< Also when it is no rehearsal's.
  policy::Policy policy;
};

struct DrillOptions {
  Scenario scenario;
  std::uint64_t seed = 1;
  std::vector<ArmKind> arms;            ///< At least one; none with a target.
  std::optional<TargetOptions> target;  ///< Play there, and only there.
  bool together = false;  ///< All arms at the same time: for looking on; they take CPU from each other.
  bool officer = true;    ///< The scenario's own officer acts in the arm of Bulkhead.
  std::string folder;     ///< Of everything that the arms write.
};

/// Arms that this machine cannot play are in the result with the reason. Programs that do something worth knowing by themselves
/// are told of in `log`.
///
/// Consent    Before anything is sent to a target, it has agreed (consent/permit.h), and it is asked again while the drill plays.
/// Errors     An arm that does not start, a scenario that names a service which the demo does not have.
Result<DrillResult> play_drill(const DrillOptions& options, Watcher& watcher, std::ostream& log,
                               const os::Clock& clock);

}  // namespace bulkhead::drill
