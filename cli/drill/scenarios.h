// The scenarios that a drill can be told to play.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/session.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::cli {

struct ShippedScenario {
  std::string name;
  std::string title;
};

/// By name. Fails with kNotFound when this build or installation has lost them.
Result<std::vector<ShippedScenario>> shipped_scenarios();

/// `scenario` is a shipped one's name or a file; `attacker` a file whose attack takes the place of that scenario's. What is wrong
/// in a file is printed on the error stream, each with its place.
Result<drill::Scenario> chosen_scenario(Session& session, const std::optional<std::string>& scenario,
                                        const std::optional<std::string>& attacker);

}  // namespace bulkhead::cli
