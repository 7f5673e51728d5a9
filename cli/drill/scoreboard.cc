#include "cli/drill/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ostream>

#include "cli/drill/progress.h"
#include "drill/live/board.h"
#include "drill/play/watchers.h"
#include "launch/child.h"
#include "launch/signals.h"

namespace bulkhead::cli {

namespace {

constexpr std::uint32_t kPortMax = 65'535;
constexpr Milliseconds kLookEvery = std::chrono::hours(1);

bool has_display() { return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr; }

// The address stands on the screen: without a browser nothing is lost.
void show_in_browser(const std::string& address) {
  if (!has_display()) return;
  static_cast<void>(launch::start({"browser", {"/usr/bin/xdg-open", address}, "/dev/null"}));
}

void wait_for_ctrl_c(launch::HeldSignals& signals) {
  for (int signal = 0; signal != SIGINT && signal != SIGTERM && signal != SIGHUP;)
    signal = signals.wait(kLookEvery);
}

}  // namespace

std::vector<Parameter> scoreboard_options(ScoreboardOptions& options) {
  return {{.name = "--port",
           .value = "PORT",
           .help = "The scoreboard's port on loopback; a free one from 20400 on when not given.",
           .target = &options.port},
          {.name = "--no-browser",
           .help = "Do not open the scoreboard in a browser.",
           .target = &options.no_browser}};
}

Result<Exit> play_on_scoreboard(Session& session, const drill::DrillOptions& drill,
                                const ScoreboardOptions& options, const std::string& folder,
                                const Besides& besides) {
  const std::uint32_t port = options.port.value_or(0);
  if (port > kPortMax) return session.usage(fmt::format("--port is 1 to {}, this is {}", kPortMax, port));
  // From here to the end: between the drill's end and the wait below no Ctrl-C gets lost.
  launch::HeldSignals signals;
  drill::Board board(drill.scenario, drill.arms);
  if (Status opened = board.open(static_cast<std::uint16_t>(port)); !opened) return fail_as(opened);
  session.err() << fmt::format("Scoreboard: {}\n", board.address()) << std::flush;
  if (!options.no_browser) show_in_browser(board.address());
  Progress progress(session.err(), session.terminal(), drill.scenario);
  std::vector<drill::Watcher*> all = {&progress, &board};
  if (besides.watcher != nullptr) all.push_back(besides.watcher);
  drill::Watchers watchers(std::move(all));
  Result<drill::DrillResult> result = drill::play_drill(drill, watchers, session.err(), session.clock());
  if (!result) return fail_as(result);
  if (besides.when_over) besides.when_over(*result);
  if (Status written = write_reports(*result, folder); !written) return fail_as(written);
  const Exit exit = print_result(session, *result, folder);
  session.out() << std::flush;
  if (exit != Exit::kOk) return exit;
  board.reported(folder + "/report.html");
  session.err() << fmt::format("The scoreboard stays up at {} until Ctrl-C; everything else has stopped.\n",
                               board.address())
                << std::flush;
  wait_for_ctrl_c(signals);
  return exit;
}

}  // namespace bulkhead::cli
