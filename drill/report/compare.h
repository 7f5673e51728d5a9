// Two drills of one scenario side by side: how far apart they are, service by service.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "drill/report/result.h"

namespace bulkhead::drill {

struct ServiceDifference {
  std::string arm;
  std::string service;
  std::uint32_t first = 0;   ///< Tasks finished in the one drill
  std::uint32_t second = 0;  ///< and in the other.

  /// Their distance as a share of the larger: 0 when equal, 1 when one of them is 0.
  double relative() const;
};

/// Every service of every arm that was played in both, arms in the order of `first`.
std::vector<ServiceDifference> compare(const DrillResult& first, const DrillResult& second);

/// The largest relative(); 0 of nothing.
double largest_difference(const std::vector<ServiceDifference>& differences);

}  // namespace bulkhead::drill
