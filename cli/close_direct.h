// `close --direct`: tightening while the daemon is dead.

#pragma once

#include "cli/command.h"

namespace bulkhead::cli {

struct PostureArguments;

/// Writes the order to the reserve journal and to the workers, by the person whom the policy knows, else `direct:<uid>`. One order a scope.
Result<Exit> close_direct(Session& session, PostureArguments& arguments);

}  // namespace bulkhead::cli
