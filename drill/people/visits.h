// Who comes when, and for what: worked out before the first request, so that the same seed plays the same people.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// One person's session: a few tasks, one after another.
struct Visit {
  Milliseconds at{0};  ///< After the scenario began.
  std::size_t group = 0;
  std::uint64_t person = 0;  ///< Which of the country's people; the caller takes it modulo their number.
  std::string address;
  std::vector<TaskKind> tasks;
  std::uint64_t seed = 0;  ///< Of what the person thinks and answers.
};

inline constexpr std::size_t kVisitsMax = 200'000;

/// In order of time. Arrivals are a Poisson process in each group and phase; every group draws from a stream of its own, so
/// that changing one group leaves the others as they were. At most kVisitsMax.
std::vector<Visit> plan_visits(const Scenario& scenario, std::uint64_t seed);

}  // namespace bulkhead::drill
