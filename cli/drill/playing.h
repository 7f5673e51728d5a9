// What every way to play a drill has in common on the command line: its arms, its folder, its reports.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "cli/session.h"
#include "drill/arms/arm.h"
#include "drill/report/result.h"

namespace bulkhead::cli {

/// The options that all of them take.
struct PlayOptions {
  std::optional<std::string> scenario;
  std::vector<std::string> arms;
  std::optional<std::uint32_t> seed;
  std::optional<std::string> folder;

  /// Absolute.
  std::string output_folder() const;
};

Parameter scenario_argument(PlayOptions& options);
Parameter arm_option(PlayOptions& options, const std::string& otherwise);
Parameter seed_option(PlayOptions& options);
Parameter output_option(PlayOptions& options);

/// Those that `names` name, each once; `otherwise` when there are none.
Result<std::vector<drill::ArmKind>> arms_named(const std::vector<std::string>& names,
                                               std::vector<drill::ArmKind> otherwise);

/// Writes report.html and report.json.
Status write_reports(const drill::DrillResult& result, const std::string& folder);

/// Prints the result, as JSON when that is asked for, and where the reports lie. Refused when an arm was cut short.
Exit print_result(Session& session, const drill::DrillResult& result, const std::string& folder);

}  // namespace bulkhead::cli
