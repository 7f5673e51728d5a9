#include "cli/drill/live.h"

#include <memory>

#include "cli/drill/playing.h"
#include "cli/drill/scenarios.h"
#include "cli/drill/scoreboard.h"

namespace bulkhead::cli {

namespace {

struct LiveCommand {
  PlayOptions play;
  ScoreboardOptions scoreboard;
};

Result<Exit> live(Session& session, const LiveCommand& command) {
  Result<drill::Scenario> scenario = chosen_scenario(session, command.play.scenario, std::nullopt);
  if (!scenario) return fail_as(scenario);
  const auto arms = arms_named(command.play.arms, {drill::ArmKind::kOffByHand, drill::ArmKind::kBulkhead});
  if (!arms) return fail_as(arms);
  drill::DrillOptions options;
  options.scenario = std::move(*scenario);
  options.seed = command.play.seed.value_or(1);
  options.arms = *arms;
  options.together = true;
  options.folder = command.play.output_folder() + "/arms";
  return play_on_scoreboard(session, options, command.scoreboard, command.play.output_folder(), {});
}

}  // namespace

Command drill_live_command() {
  const auto live_command = std::make_shared<LiveCommand>();
  Command command;
  command.name = "live";
  command.summary = "Play a scenario on all arms at once, with a scoreboard to look on at";
  command.details =
      "Plays the arms at the same time and serves a page on loopback that shows, arm beside arm, what "
      "becomes of each service "
      "and how many tasks people finish; with links, so that you can do a task yourself meanwhile. A browser "
      "is opened where "
      "there is a display. When it is over, the page stays up until Ctrl-C.\n\n"
      "Without --arm these are `off-by-hand` and `bulkhead`: what was done in 2022 beside what can be done "
      "now. Arms that are "
      "played at once take processor time from each other: for numbers to be quoted, use `bulkhead drill "
      "play`.";
  command.arguments = {scenario_argument(live_command->play)};
  command.options = {arm_option(live_command->play, "; off-by-hand and bulkhead when not given"),
                     seed_option(live_command->play)};
  for (Parameter& option : scoreboard_options(live_command->scoreboard))
    command.options.push_back(std::move(option));
  command.options.push_back(output_option(live_command->play));
  command.examples = {
      {"bulkhead drill live", "The day that this was built for, in two and a half minutes:"},
      {"bulkhead drill live flash-crowd --arm nothing --arm bulkhead", "Two arms of your own choice:"}};
  command.run = [live_command](Session& session) { return live(session, *live_command); };
  return command;
}

}  // namespace bulkhead::cli
