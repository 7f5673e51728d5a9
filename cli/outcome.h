// What the daemon says of an act, in plain sentences: what was done, what waits for a second person.

#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/json.h"

namespace bulkhead::cli {

/// Prints the outcome of an order, an undo, an approval, an apply or a rollback. kRefused when nothing is in force
/// yet because a second person has to agree: a script must not take that for done. `why_said`: why a second person is
/// asked for, when a preview said so just before; it is not said again.
Exit print_outcome(Session& session, JsonView outcome, const std::string& why_said = {});

/// A line each: whether it loosens, which service, what.
std::string policy_change_lines(const std::vector<JsonView>& changes);

/// What an apply or a rollback changes for which services.
std::string policy_changes_text(JsonView outcome);

}  // namespace bulkhead::cli
