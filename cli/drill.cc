// bulkhead drill: a day rehearsed, and what became of people in it.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/drill/progress.h"
#include "cli/drill/scenarios.h"
#include "cli/session.h"
#include "drill/drill.h"
#include "drill/report/html.h"
#include "drill/report/json.h"
#include "drill/report/text.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

constexpr const char* kFolderDefault = "./var/drill";
constexpr mode_t kReportMode = 0644;

struct DrillCommand {
  std::optional<std::string> scenario;
  std::optional<std::string> attacker;
  std::vector<std::string> arms;
  std::optional<std::uint32_t> seed;
  std::optional<std::string> folder;
  bool together = false;
};

Result<std::vector<drill::ArmKind>> arms_of(const DrillCommand& command) {
  using enum drill::ArmKind;
  if (command.arms.empty()) return std::vector{kNothing, kOffByHand, kBulkhead, kModSecurity, kHaproxy};
  std::vector<drill::ArmKind> kinds;
  for (const std::string& name : command.arms) {
    const Result<drill::ArmKind> kind = drill::arm_named(name);
    if (!kind) return fail_as(kind);
    if (std::ranges::find(kinds, *kind) == kinds.end()) kinds.push_back(*kind);
  }
  return kinds;
}

Status write_reports(const drill::DrillResult& result, const std::string& folder) {
  if (Status written = os::write_file_atomically(folder + "/report.html", drill::report_html(result), kReportMode); !written)
    return written;
  return os::write_file_atomically(folder + "/report.json", drill::report_json(result), kReportMode);
}

Result<Exit> list_scenarios(Session& session) {
  const auto scenarios = shipped_scenarios();
  if (!scenarios) return fail_as(scenarios);
  if (session.options.json) session.out() << "[";
  for (const ShippedScenario& scenario : *scenarios) {
    if (session.options.json)
      session.out() << fmt::format("{}\n  {{\"name\": \"{}\", \"title\": \"{}\"}}", &scenario == &scenarios->front() ? "" : ",",
                                   escape_json(scenario.name), escape_json(scenario.title));
    else
      session.out() << fmt::format("{:<18}  {}\n", scenario.name, scenario.title);
  }
  if (session.options.json) session.out() << "\n]\n";
  return Exit::kOk;
}

Result<Exit> play(Session& session, const DrillCommand& command) {
  Result<drill::Scenario> scenario = chosen_scenario(session, command.scenario, command.attacker);
  if (!scenario) return fail_as(scenario);
  const Result<std::vector<drill::ArmKind>> arms = arms_of(command);
  if (!arms) return fail_as(arms);
  const std::string folder = std::filesystem::absolute(command.folder.value_or(kFolderDefault)).lexically_normal().string();
  drill::DrillOptions options;
  options.scenario = std::move(*scenario);
  options.seed = command.seed.value_or(1);
  options.arms = *arms;
  options.together = command.together;
  options.folder = folder + "/arms";
  Progress progress(session.err(), session.terminal(), options.scenario);
  const Result<drill::DrillResult> result = drill::play_drill(options, progress, session.err(), session.clock());
  if (!result) return fail_as(result);
  if (Status written = write_reports(*result, folder); !written) return fail_as(written);
  session.out() << (session.options.json ? drill::report_json(*result) : drill::report_text(*result));
  session.err() << fmt::format("\nReport: {0}/report.html\nThe same for programs: {0}/report.json\n", folder);
  const bool whole = std::ranges::none_of(result->arms, &drill::ArmResult::cut_short);
  return whole ? Exit::kOk : Exit::kRefused;
}

Command play_command() {
  const auto drill = std::make_shared<DrillCommand>();
  Command command;
  command.name = "play";
  command.summary = "Play a scenario on every arm and put the arms side by side";
  command.details =
      "Starts the demo's services behind each arm in turn (nginx alone; nginx and somebody who switches everything off; "
      "Bulkhead; where installed nginx with ModSecurity, and HAProxy), plays the same people and the same attack on all of "
      "them, and puts the arms side by side. Everything is on loopback; payloads are harmless. Writes report.html and "
      "report.json into the output folder.\n\n"
      "SCENARIO is the name of a shipped one (`bulkhead drill list`) or a file; docs/scenarios.md explains how to write one.";
  command.arguments = {{.name = "SCENARIO", .help = "A shipped scenario's name, or a file; july-2022 when not given.",
                         .target = &drill->scenario, .completes = Completes::kFile}};
  command.options = {
      {.name = "--attacker",
       .value = "FILE",
       .help = "The attack out of this file, with the people of SCENARIO (calm-day when not given).",
       .target = &drill->attacker,
       .completes = Completes::kFile},
      {.name = "--arm",
       .value = "NAME",
       .help = "Only this arm: nothing, off-by-hand, bulkhead, modsecurity or haproxy; may be repeated.",
       .target = &drill->arms,
       .choices = {"nothing", "off-by-hand", "bulkhead", "modsecurity", "haproxy"}},
      {.name = "--seed",
       .value = "NUMBER",
       .help = "The same seed plays the same people; 1 when not given.",
       .target = &drill->seed},
      {.name = "--together",
       .help = "All arms at the same time: quicker to look at, but they take processor time from each other.",
       .target = &drill->together},
      {.name = "-o,--output",
       .value = "FOLDER",
       .help = "Where reports, logs and the arms' files go; ./var/drill when not given.",
       .target = &drill->folder,
       .completes = Completes::kFolder},
  };
  command.examples = {{"bulkhead drill play calm-day --arm nothing --arm bulkhead", "What Bulkhead costs on a calm day:"},
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
  command.details = "A drill answers what would have happened to people: it plays them, and whoever attacks, on real "
                    "services behind a real gateway, and counts the tasks that they finish.";
  command.commands = {play_command(), list_command(), drill_allow_command(), drill_disallow_command(),
                      drill_key_command()};
  return command;
}

}  // namespace bulkhead::cli
