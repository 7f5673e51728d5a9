// The rules of a loaded image as inspection takes them: programs opened, and for each service what it makes of its own.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "program/image.h"
#include "program/rules/overlay.h"
#include "program/rules/rule_program.h"

namespace bulkhead::gate {

/// Ownership  Owns what overlays point to; programs point into the image's bytes, which outlive this.
/// Threads    Immutable: thread-safe.
class ServiceRules {
 public:
  struct Service {
    /// nullptr: the service is not inspected.
    const program::rules::RuleProgram* program = nullptr;
    program::rules::Overlay usual;
    program::rules::Overlay guarded;
    program::layout::BeyondLimit request_body_beyond = program::layout::BeyondLimit::kFirstPart;
    std::uint64_t request_body_bytes_max = 0;
    std::uint64_t response_body_bytes_max = 0;
    bool responses = false;
    bool error_log = false;
    bool deny_overrun = true;
  };

  /// Opens every program of `image`, whose bytes begin at a multiple of 8. Fails with kCorrupt.
  static Result<ServiceRules> open(const program::Image& image);

  const Service& of(program::ServiceIndex service) const { return services_[service]; }

 private:
  Status add(const program::Image& image, program::ServiceIndex index);
  Result<program::rules::Exclusion> exclusion(const program::Image& image,
                                              const program::layout::RuleExclusionRecord& record,
                                              const program::rules::RuleProgram& program);

  std::vector<std::unique_ptr<program::rules::RuleProgram>> programs_;
  std::vector<Service> services_;
  std::vector<std::unique_ptr<std::vector<program::rules::PinnedTx>>> pins_;
  std::vector<std::unique_ptr<std::vector<program::rules::Exclusion>>> exclusions_;
  std::vector<std::unique_ptr<std::vector<std::uint64_t>>> bits_;
  std::vector<std::unique_ptr<match::regex::Program>> patterns_;
};

}  // namespace bulkhead::gate
