// Another program, run to its end.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::os {

struct CommandOutcome {
  /// The exit status; 128 + the signal when one ended it.
  int status = -1;
  /// What it wrote to its output and error streams, in the order in which it came; cut at
  /// kCommandOutputBytesMax.
  std::string output;
};

inline constexpr std::size_t kCommandOutputBytesMax = 64u << 10;

/// Runs `arguments[0]`, a path, with the rest as its arguments: no shell, nothing on its input, our
/// environment.
///
/// Waits at most `timeout`, then ends the program and fails with kUnavailable. Returns when the program ends,
/// even when something that it started keeps its output open.
///
/// Errors     kNotFound, kDenied when it cannot be started. A status other than 0 is an outcome, not an
///            error.
Result<CommandOutcome> run_command(const std::vector<std::string>& arguments, Milliseconds timeout);

}  // namespace bulkhead::os
