// A scenario's file -> Scenario, or everything that is wrong with it.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drill/scenario/scenario.h"
#include "policy/reader.h"

namespace bulkhead::drill {

struct ScenarioReading {
  /// Nothing when any diagnostic is an error. Without groups when the file is an attack only: see with_people_of().
  std::optional<Scenario> scenario;
  /// In the order of the file; policy::text() makes them readable.
  std::vector<policy::Diagnostic> diagnostics;
};

/// Reads and checks `source`; `services` are those that there are. The scenario is called as the file is, without folder
/// and ending.
///
/// Limits     ScenarioLimits; going over one is a diagnostic that names both numbers.
/// Errors     Never throws, whatever the bytes.
ScenarioReading read_scenario(std::string_view source, std::string_view file_name,
                              std::span<const std::string> services);

/// Reads the file; one that cannot be read is a diagnostic of its own.
ScenarioReading read_scenario_file(const std::string& path, std::span<const std::string> services);

/// An attack, with the people of another scenario and the capacity that these people's services have. Everything else is
/// the attack's: its phases also say how many of the people come.
///
/// Errors     kLimit when a phase would bring more visits than a drill may have, kInvalid when `attack` has people already
///            or `base` has none.
Result<Scenario> with_people_of(Scenario attack, const Scenario& base);

}  // namespace bulkhead::drill
