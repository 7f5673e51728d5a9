// What the terminal of this process is like.

#pragma once

#include "cli/session.h"

namespace bulkhead::cli {

/// Width, and whether colours are wanted: never off a terminal, nor with NO_COLOR or TERM=dumb.
Terminal this_terminal();

}  // namespace bulkhead::cli
