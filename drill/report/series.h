// Seconds gathered into bins, so that a chart of any length has points that can be told apart.

#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "drill/report/subjects.h"

namespace bulkhead::drill {

/// The time axis of a chart: all its lines have the same bins.
struct Bins {
  std::uint32_t seconds = 1;  ///< Of each bin: a length that people count in.
  std::size_t count = 1;

  Milliseconds begins(std::size_t bin) const {
    return Milliseconds(std::int64_t{1'000} * seconds * static_cast<std::int64_t>(bin));
  }
  Milliseconds lasts() const { return begins(count); }
};

/// For everything that was counted in any arm, at most `count_max` bins. Requires: count_max > 0.
Bins bins_for(const Subjects& subjects, std::size_t count_max);

/// How many tasks of the service were finished in each bin.
std::vector<std::uint64_t> finished(const Tally& tally, const std::string& service, const Bins& bins);

/// The same of all services.
std::vector<std::uint64_t> finished(const Tally& tally, const Bins& bins);

/// A round number that is not less, for the top of an axis: 3, 4, 5, 6, 8, 10, 20, …
std::uint64_t round_up(std::uint64_t value);

}  // namespace bulkhead::drill
