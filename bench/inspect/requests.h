// The requests that the inspector is measured with.

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bulkhead::bench {

struct BenchRequest {
  std::string name;
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
};

/// A plain GET, a form of 1 KB, JSON of 2 KB, an SQL injection; and what is meant to hurt: 950 arguments in 103 KB, JSON of 800 KB
/// with 950 values, JSON 400 deep, 100 KB of one letter in one value.
std::vector<BenchRequest> bench_requests();

}  // namespace bulkhead::bench
