// The tests that are known not to come out as their authors have it, and why.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead::conformance {

struct Deviation {
  enum class Kind : std::uint8_t {
    kRulesDoNotFit,       ///< The rules asked for are not the ones that the test is for.
    kServerAnswersFirst,  ///< The server answers before any rule is asked.
    kDeviation,           ///< The engine differs.
  };
  Kind kind = Kind::kDeviation;
  std::string reason;
};

/// By the name of the test.
using Deviations = std::map<std::string, Deviation, std::less<>>;

/// A file of them:
///
///     deviations:
///       - tests: [920100-4, 920100-14]
///         kind: server-answers-first
///         reason: An invalid request line is answered with 400.
///
/// Errors   kInvalid with file and line: an unknown kind, no reason, a test twice.
Result<Deviations> read_deviations(std::string_view text, const std::string& file);

std::string_view kind_name(Deviation::Kind kind);

}  // namespace bulkhead::conformance
