// bulkhead drill train: a drill in which whoever sits before it is the officer on duty.

#pragma once

#include "cli/command.h"

namespace bulkhead::cli {

Command drill_train_command();

}  // namespace bulkhead::cli
