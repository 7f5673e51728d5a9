// What `bulkhead inspect` inspects by: the image of a policy, of rules alone, or the one in force.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "gate/loaded_image.h"

namespace bulkhead::cli {

struct SubjectOptions {
  std::optional<std::string> policy;
  std::vector<std::string> rules;
  /// In place of what the policy says.
  std::optional<std::uint32_t> paranoia;
};

/// The service that rules alone are given to.
inline constexpr const char* kRulesAlone = "rules";

/// Opens it as a worker does. Findings about policy and rules go to the session's error stream.
///
/// Errors  kInvalid when policy or rules have errors; those of reading files.
Result<std::shared_ptr<const gate::LoadedImage>> open_subject(Session& session,
                                                              const SubjectOptions& options);

}  // namespace bulkhead::cli
