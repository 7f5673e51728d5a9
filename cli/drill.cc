// bulkhead drill: a day rehearsed, and what became of people in it.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
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
#include "launch/places.h"
#include "os/file.h"
#include "policy/reader.h"

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
  std::optional<std::string> target;
  std::optional<std::string> from;
  std::optional<std::string> key;
  std::optional<std::string> policy;
  bool live = false;
};

// "192.0.2.10:80" or "[2001:db8::1]:80": no name, so that what is checked is what is loaded.
Result<boost::asio::ip::tcp::endpoint> endpoint_of(const std::string& text) {
  const auto colon = text.rfind(':');
  boost::system::error_code error;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = boost::asio::ip::make_address(host, error);
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const bool has_port = colon != std::string::npos && std::from_chars(text.data() + colon + 1, end, port).ptr == end && port > 0;
  if (!error && has_port) return boost::asio::ip::tcp::endpoint(address, port);
  return fail(ErrorCode::kInvalid, fmt::format("--target is ADDRESS:PORT with a numeric address, not {}", text));
}

Result<drill::TargetOptions> target_of(const DrillCommand& command) {
  const auto endpoint = endpoint_of(*command.target);
  if (!endpoint) return fail_as(endpoint);
  boost::system::error_code error;
  const std::string from = command.from.value_or(std::string(drill::kDrillAddress));
  drill::TargetOptions options;
  options.target = {*endpoint, boost::asio::ip::make_address(from, error)};
  if (error) return fail(ErrorCode::kInvalid, fmt::format("--from is a numeric address of this machine, not {}", from));
  options.key = command.key.value_or("");
  options.live = command.live;
  const auto programs = launch::Programs::find(true);
  if (!programs) return fail_as(programs);
  const std::string path = command.policy.value_or(programs->demo_policy);
  policy::Reading reading = policy::read_policy_file(path);
  if (!reading.policy) return fail(ErrorCode::kInvalid, fmt::format("{0} is not right: `bulkhead check {0}` says why", path));
  options.policy = std::move(*reading.policy);
  return options;
}

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
  if (command.target) {
    auto target = target_of(command);
    if (!target) return fail_as(target);
    options.target = std::move(*target);
    options.arms.clear();
  }
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
      "With --target it plays at one gateway instead: one on loopback, or one that has agreed (`bulkhead drill allow` there).\n\n"
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
      {.name = "--target",
       .value = "ADDRESS:PORT",
       .help = "Play at this gateway, which runs already with the demo's services behind it, in place of the arms.",
       .target = &drill->target},
      {.name = "--key",
       .value = "KEY",
       .help = "The target's drill key, as `bulkhead drill key` prints it there; needed off loopback.",
       .target = &drill->key},
      {.name = "--from",
       .value = "ADDRESS",
       .help = "This machine's address that the target trusts and allows; 127.0.0.2 when not given.",
       .target = &drill->from},
      {.name = "--policy",
       .value = "FILE",
       .help = "The target's policy, for its services and hosts; the demo's when not given.",
       .target = &drill->policy,
       .completes = Completes::kFile},
      {.name = "--live", .help = "Also when the target is no rehearsal gateway.", .target = &drill->live},
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
