// What the daemon says of an act, in plain sentences: previews, what was done, what waits for a second person.

#pragma once

#include <string>

#include "cli/command.h"
#include "cli/json.h"

namespace bulkhead::cli {

/// The preview's sentence, why a second person is asked for, and with `changes` each service's from → to.
std::string preview_text(JsonView preview, bool changes);

/// True when a slip would be felt by many: a second person is asked for, an essential service or more than three are
/// touched, or a fifth of today's people.
bool is_wide(JsonView preview);

/// Prints the outcome of an order, an undo, an approval, an apply or a rollback. kRefused when nothing is in force
/// yet because a second person has to agree: a script must not take that for done. `why_said`: why a second person is
/// asked for, when a preview said so just before; it is not said again.
Exit print_outcome(Session& session, JsonView outcome, const std::string& why_said = {});

/// What an apply or a rollback changes for which services.
std::string policy_changes_text(JsonView outcome);

}  // namespace bulkhead::cli
