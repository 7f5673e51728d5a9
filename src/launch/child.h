// One program that `bulkhead run` started, in a process group of its own.

#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace bulkhead::launch {

struct Program {
  std::string name;                ///< As it is spoken of: "gateway", "tax-filing".
  std::vector<std::string> words;  ///< words[0] is the program's path.
  std::string log_path;            ///< Where its output goes, appended.
};

/// Starts `program`. It gets SIGTERM when this process dies, however that happens, and does not see the terminal's
/// Ctrl-C: it is stopped in its turn. Fails with what exec or fork said.
///
/// Requires: called from the thread that lives as long as the process (the kernel sends the signal when that thread
/// ends).
Result<pid_t> start(const Program& program);

/// "exit 1", "signal 9 (Killed)".
std::string how_it_ended(int wait_status);

}  // namespace bulkhead::launch
