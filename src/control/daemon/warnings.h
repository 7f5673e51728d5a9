// What a person on duty must see at three in the morning.

#pragma once

#include <string>
#include <vector>

#include "control/daemon/snapshot.h"

namespace bulkhead::control {

/// What only the daemon knows, beside the snapshot.
struct Troubles {
  std::string store;               ///< Why the store is broken; empty when it is not.
  std::vector<std::string> book;   ///< OrderBook::warnings().
  std::vector<std::string> start;  ///< An older image was taken, a log could not be opened, …
  std::string site;                ///< Why the public site could not be written.
  std::string peers;
  std::string self_tests;  ///< Why nothing can be tested.
  /// "ana closed all at 02:14" for each act with --alone of the last 24 hours.
  std::vector<std::string> alone;
};

/// How long a worker may be behind the newest publication before it is told.
inline constexpr Milliseconds kWorkerLateAfter{2'000};
/// Workers show that they live once a second.
inline constexpr Milliseconds kHeartbeatLateAfter{10'000};
/// More of one kind are told as "and N more".
inline constexpr std::size_t kNamesShownMax = 5;

/// Most urgent first. `published_ago` is how old the newest publication is.
std::vector<std::string> warnings(const Snapshot& now, Milliseconds published_ago, const Troubles& troubles);

}  // namespace bulkhead::control
