// The requests that the inspector is measured with.

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bulkhead::bench {

struct BenchRequest {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
};

/// One kind of request, in variants: no two have the same values, so that nothing that an engine keeps from one request makes the next
/// one cheaper than it would be with the next citizen.
struct BenchCase {
  std::string name;
  std::vector<BenchRequest> variants;
};

/// A plain GET, a form of 1 KB, JSON of 2 KB, an SQL injection, as citizens and attackers send them; the same amounts in many short
/// fields, and in prose alone; and what is meant to hurt: 950 arguments in 103 KB, JSON of 800 KB with 950 values, JSON 400
/// deep, 100 KB of one letter in one value.
std::vector<BenchCase> bench_cases();

}  // namespace bulkhead::bench
