// How every command that changes something goes about it: a reason, the preview, a question where many would feel a
// slip, then the act.

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/json.h"

namespace bulkhead::cli {

/// Options of every acting command.
struct ActingOptions {
  std::string reason;
  bool alone = false;
  bool dry_run = false;
  bool yes = false;
  bool drill = false;
};

/// --reason, --alone, --dry-run, --yes.
std::vector<Parameter> acting_parameters(ActingOptions& options);

/// --drill: for what a rehearsal may do. A policy is never applied as one.
Parameter drill_parameter(bool& drill);

/// The reason given, or asked for on a terminal. Nothing: say so and stop with kUsage (done here).
bool have_reason(Session& session, std::string& reason);

/// True when `--yes` was given, nobody can be asked, or the person said yes.
bool go_ahead(Session& session, const ActingOptions& options, bool wide);

}  // namespace bulkhead::cli
