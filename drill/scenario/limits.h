// How large a drill may be. What is in a file is judged by these when it is read; what is put together later, again.

#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace bulkhead::drill {

struct ScenarioLimits {
  static constexpr std::size_t kFileBytesMax = 64u << 10;
  static constexpr std::size_t kTitleBytesMax = 200;
  /// Names of phases and attacks: a column of the report.
  static constexpr std::size_t kLabelBytesMax = 60;

  static constexpr std::size_t kGroupsMax = 32;
  static constexpr std::size_t kTasksPerGroupMax = 64;
  static constexpr unsigned kTaskWeightMax = 1'000;
  static constexpr unsigned kTasksPerVisitMax = 20;
  static constexpr Milliseconds kThinkMax{60'000};
  /// All groups together; one phase may not multiply them beyond either.
  static constexpr double kVisitsPerMinuteMax = 6'000;
  static constexpr double kVisitsFactorMax = 100;
  static constexpr std::uint32_t kAddressesMax = 1'000'000;
  static constexpr std::uint32_t kPersonsMax = 1'000'000;
  static constexpr std::size_t kNetworksMax = 64;

  static constexpr std::size_t kPhasesMax = 32;
  static constexpr Milliseconds kPhaseMin{1'000};
  static constexpr Milliseconds kLastsMax{30 * 60'000};

  static constexpr std::size_t kAttacksPerPhaseMax = 16;
  static constexpr std::uint32_t kSourcesMax = 100'000;
  /// Of one harvest or export, at all its services: each holds a connection of its own.
  static constexpr std::uint64_t kThievesMax = 2'000;
  static constexpr std::size_t kPathsMax = 64;
  /// All floods of a phase together, over all their services: what one core of a small machine sends.
  static constexpr double kFloodPerSecondMax = 20'000;
  /// All other attacks of a phase together: each of their requests is a step that waits for its answer.
  static constexpr double kSlowPerSecondMax = 500;

  static constexpr std::size_t kActsMax = 64;
  static constexpr std::size_t kWordsPerActMax = 32;
  static constexpr std::size_t kWordBytesMax = 200;

  static constexpr Milliseconds kServiceDelayMin{1};
  static constexpr Milliseconds kServiceDelayMax{10'000};
  static constexpr unsigned kServiceSlotsMax = 1'024;
};

}  // namespace bulkhead::drill
