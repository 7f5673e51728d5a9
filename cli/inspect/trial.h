// One request through the rules of its service, as a worker would lead it there.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "cli/inspect/trace.h"
#include "gate/loaded_image.h"

namespace bulkhead::cli {

struct TrialOptions {
  /// Empty: the service that host and path lead to.
  std::optional<std::string> service;
  bool guarded = false;
  /// The bytes of an answer, for the rules on answers.
  std::optional<std::string> response;
  TraceRecorder* trace = nullptr;
  RealTime now;
};

enum class Verdict : std::uint8_t { kPasses, kWouldBeRefused, kRefused };
std::string_view name(Verdict verdict);

struct MatchedRule {
  std::uint32_t id = 0;
  std::uint32_t phase = 0;
  std::string severity;
  std::string message;
  std::string log_data;
  std::string target;
  std::string value;
  std::string matched;
  bool refuses = false;
};

struct Trial {
  Verdict verdict = Verdict::kPasses;
  /// What people would get; 0: the service's own answer.
  unsigned status = 0;
  /// Why, where it was no rule; else empty.
  std::string why;
  std::uint32_t rule = 0;
  std::string service;
  std::string mode;
  std::size_t rules = 0;
  /// TX variables that hold scores, those that are there.
  std::vector<std::pair<std::string, std::string>> scores;
  std::vector<MatchedRule> matched;
};

/// Takes the first request of `bytes` as nginx would.
///
/// Errors  kInvalid when no such service is there, or the answer is none.
Result<Trial> try_request(const std::shared_ptr<const gate::LoadedImage>& image, std::string_view bytes,
                          const TrialOptions& options);

}  // namespace bulkhead::cli
