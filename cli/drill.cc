// bulkhead drill: a day rehearsed, and what became of people in it.

#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/drill/live.h"
#include "cli/drill/playing.h"
#include "cli/drill/progress.h"
#include "cli/drill/scenarios.h"
#include "cli/drill/target.h"
#include "cli/drill/train.h"
#include "cli/session.h"
#include "drill/drill.h"

namespace bulkhead::cli {

namespace {

struct DrillCommand {
  PlayOptions play;
  std::optional<std::string> attacker;
  TargetWords target;
  bool together = false;
};

Result<Exit> list_scenarios(Session& session) {
  const auto scenarios = shipped_scenarios();
  if (!scenarios) return fail_as(scenarios);
  if (session.options.json) session.out() << "[";
  for (const ShippedScenario& scenario : *scenarios) {
    if (session.options.json)
      session.out() << fmt::format("{}\n  {{\"name\": \"{}\", \"title\": \"{}\"}}",
                                   &scenario == &scenarios->front() ? "" : ",", escape_json(scenario.name),
                                   escape_json(scenario.title));
    else
      session.out() << fmt::format("{:<18}  {}\n", scenario.name, scenario.title);
  }
  if (session.options.json) session.out() << "\n]\n";
  return Exit::kOk;
}

Result<Exit> play(Session& session, const DrillCommand& command) {
  using enum drill::ArmKind;
  Result<drill::Scenario> scenario = chosen_scenario(session, command.play.scenario, command.attacker);
  if (!scenario) return fail_as(scenario);
  const auto arms = arms_named(command.play.arms, {kNothing, kOffByHand, kBulkhead, kModSecurity, kHaproxy});
  if (!arms) return fail_as(arms);
  const std::string folder = command.play.output_folder();
  drill::DrillOptions options;
  options.scenario = std::move(*scenario);
  options.seed = command.play.seed.value_or(1);
  options.arms = *arms;
  options.together = command.together;
  if (command.target.target) {
    if (!command.play.arms.empty() || command.together)
      return session.usage("--target takes the place of the arms: --arm and --together do not go with it");
    auto target = target_of(command.target);
    if (!target) return fail_as(target);
    options.target = std::move(*target);
    options.arms.clear();
  }
  options.folder = folder + "/arms";
  Progress progress(session.err(), session.terminal(), options.scenario);
  const Result<drill::DrillResult> result =
      drill::play_drill(options, progress, session.err(), session.clock());
  if (!result) return fail_as(result);
  if (Status written = write_reports(*result, folder); !written) return fail_as(written);
  return print_result(session, *result, folder);
}

Command play_command() {
  const auto drill = std::make_shared<DrillCommand>();
  Command command;
  command.name = "play";
  command.summary = "Play a scenario on every arm and put the arms side by side";
  command.details =
      "Starts the demo's services behind each arm in turn (nginx alone; nginx and somebody who switches "
      "everything off; "
      "Bulkhead; where installed nginx with ModSecurity, and HAProxy), plays the same people and the same "
      "attack on all of "
      "them, and puts the arms side by side. Everything is on loopback; payloads are harmless. Writes "
      "report.html and "
      "report.json into the output folder.\n\n"
      "With --target it plays at one gateway instead, which has agreed (`bulkhead drill allow` there).\n\n"
      "SCENARIO is the name of a shipped one (`bulkhead drill list`) or a file; docs/scenarios.md explains "
      "how to write one.";
  command.arguments = {scenario_argument(drill->play)};
  command.options = {
      {.name = "--attacker",
       .value = "FILE",
       .help = "The attack out of this file, with the people of SCENARIO (calm-day when not given).",
       .target = &drill->attacker,
       .completes = Completes::kFile},
      arm_option(drill->play, ""),
      seed_option(drill->play),
      {.name = "--together",
       .help = "All arms at the same time: quicker to look at, but they take processor time from each other.",
       .target = &drill->together},
      output_option(drill->play),
  };
  for (Parameter& parameter : target_parameters(drill->target))
    command.options.push_back(std::move(parameter));
  command.examples = {
      {"bulkhead drill play calm-day --arm nothing --arm bulkhead", "What Bulkhead costs on a calm day:"},
      {"bulkhead drill play july-2022 --seed 7", "The day that this was built for:"}};
  command.run = [drill](Session& session) { return play(session, *drill); };
  return command;
}

Command list_command() {
  Command command;
  command.name = "list";
  command.summary = "List the shipped scenarios";
  command.details = "One line a scenario: its name, and what is played.";
  command.run = [](Session& session) -> Result<Exit> { return list_scenarios(session); };
  return command;
}

}  // namespace

Command drill_command() {
  Command command;
  command.name = "drill";
  command.summary = "Rehearse a day: people, an attack, and what becomes of their tasks";
  command.details =
      "A drill answers what would have happened to people: it plays them, and whoever attacks, on real "
      "services behind a real gateway, and counts the tasks that they finish.";
  command.commands = {play_command(),        drill_live_command(),     drill_train_command(), list_command(),
                      drill_allow_command(), drill_disallow_command(), drill_key_command()};
  return command;
}

}  // namespace bulkhead::cli
