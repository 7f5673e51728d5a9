// argv -> one command run, or one plain line of what is wrong with it. The only file that knows CLI11.

#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace bulkhead::cli {

/// Runs the command that `words` (argv without the program's name) asks for. Reports usage errors and failures on
/// the session's error stream, and with --json as an object on its output.
Exit run_command_line(const Command& root, const std::vector<std::string>& words, Session& session);

}  // namespace bulkhead::cli
