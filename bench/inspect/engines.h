// The two engines that are compared, behind one face.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/inspect/requests.h"

namespace bulkhead::bench {

/// Runs all phases over one request, with a small HTML page as the answer.
class RuleEngine {
 public:
  virtual ~RuleEngine() = default;
  virtual const char* name() const = 0;
  /// Ids of the rules that matched and were logged, sorted, each once.
  virtual std::vector<long> rules(const BenchRequest& request) = 0;
  /// The same work without asking which.
  virtual void run(const BenchRequest& request) = 0;
};

/// `files`: rule files in order. Ends the program with a message when they cannot be read.
std::unique_ptr<RuleEngine> make_bulkhead(const std::vector<std::string>& files);
std::unique_ptr<RuleEngine> make_libmodsecurity(const std::vector<std::string>& files);

inline constexpr const char* kAnswerBody =
    "<!doctype html><html><body><h1>Thank you</h1><p>We have received it.</p></body></html>";

}  // namespace bulkhead::bench
