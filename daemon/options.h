// The daemon's command line.

#pragma once

#include <optional>
#include <string>

#include "control/daemon/daemon.h"

namespace bulkhead {

struct CommandLine {
  control::DaemonOptions daemon;
  std::string log_path;
};

/// Reads the command line. Nothing, with `exit_code` set, when there is nothing to run: help, version (0) or a mistake (2),
/// of which the person has been told.
std::optional<CommandLine> read_command_line(int argc, char** argv, int& exit_code);

}  // namespace bulkhead
