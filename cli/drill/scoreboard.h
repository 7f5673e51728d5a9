// The scoreboard of a drill that is played from the command line.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/drill/playing.h"
#include "cli/session.h"
#include "drill/drill.h"
#include "drill/play/watcher.h"

namespace bulkhead::cli {

struct ScoreboardOptions {
  std::optional<std::uint32_t> port;
  bool no_browser = false;
};

/// "--port" and "--no-browser".
std::vector<Parameter> scoreboard_options(ScoreboardOptions& options);

/// Somebody else who looks on, and what there is to be done with the result before the report is written; both may be empty.
struct Besides {
  drill::Watcher* watcher = nullptr;
  std::function<void(drill::DrillResult&)> when_over;
};

/// Plays with the scoreboard up, writes and prints the report, and keeps the scoreboard until Ctrl-C, with nothing else of the
/// drill running. A drill that was stopped before its end takes the scoreboard with it.
Result<Exit> play_on_scoreboard(Session& session, const drill::DrillOptions& drill,
                                const ScoreboardOptions& options, const std::string& folder,
                                const Besides& besides);

}  // namespace bulkhead::cli
