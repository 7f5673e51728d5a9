#include "cli/drill/train.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/drill/officer_watch.h"
#include "cli/drill/playing.h"
#include "cli/drill/scenarios.h"
#include "cli/drill/scoreboard.h"

namespace bulkhead::cli {

namespace {

struct TrainCommand {
  PlayOptions play;
  ScoreboardOptions scoreboard;
};

// Into the report, and onto the screen.
void tell_score(std::ostream& out, const std::vector<drill::TrainingOrder>& orders,
                drill::DrillResult& result) {
  for (drill::ArmResult& arm : result.arms) {
    if (!arm.not_played.empty()) continue;
    const drill::Score score = drill::score_of(result.scenario, orders, arm.tally.all().ends);
    arm.to_act = score.to_first_order;
    out << drill::score_text(score) << "\n";
  }
}

Result<Exit> train(Session& session, const TrainCommand& command) {
  Result<drill::Scenario> scenario = chosen_scenario(session, command.play.scenario, std::nullopt);
  if (!scenario) return fail_as(scenario);
  drill::DrillOptions options;
  options.scenario = std::move(*scenario);
  options.seed = command.play.seed.value_or(1);
  options.arms = {drill::ArmKind::kBulkhead};
  options.officer = false;
  options.folder = command.play.output_folder() + "/arms";
  OfficerWatch watch(session.err());
  const auto when_over = [&](drill::DrillResult& result) {
    tell_score(session.err(), watch.orders(), result);
  };
  return play_on_scoreboard(session, options, command.scoreboard, command.play.output_folder(),
                            {&watch, when_over});
}

}  // namespace

Command drill_train_command() {
  const auto train_command = std::make_shared<TrainCommand>();
  Command command;
  command.name = "train";
  command.summary = "Play a scenario in which you are the officer on duty, and be scored";
  command.details =
      "Plays only the arm `bulkhead`, with nobody acting in it but you: the orders that the scenario has its "
      "own officer give are "
      "left out. It prints how to reach the gateway as the officer and as the second person, and serves the "
      "scoreboard. At the "
      "end it says how soon you acted after the first attack, how soon at each service that was attacked, "
      "which doors you closed "
      "although nobody attacked them, and which were still closed when the attack on them was over.";
  command.arguments = {scenario_argument(train_command->play)};
  command.options = {seed_option(train_command->play)};
  for (Parameter& option : scoreboard_options(train_command->scoreboard))
    command.options.push_back(std::move(option));
  command.options.push_back(output_option(train_command->play));
  command.examples = {{"bulkhead drill train one-service-flood", "A first try:"}};
  command.run = [train_command](Session& session) { return train(session, *train_command); };
  return command;
}

}  // namespace bulkhead::cli
