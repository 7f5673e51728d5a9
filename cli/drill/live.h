// bulkhead drill live: a drill that one can look on at.

#pragma once

#include "cli/command.h"

namespace bulkhead::cli {

Command drill_live_command();

}  // namespace bulkhead::cli
