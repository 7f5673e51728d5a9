#include "cli/drill/scenarios.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/policy_file.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/reader.h"
#include "launch/places.h"
#include "os/file.h"
#include "policy/reader.h"

namespace bulkhead::cli {

namespace {

constexpr const char* kDefault = "july-2022";
constexpr const char* kDefaultPeople = "calm-day";
constexpr std::size_t kShippedMax = 100;

Result<std::vector<std::string>> service_names() {
  const auto programs = launch::Programs::find(true);
  if (!programs) return fail_as(programs);
  const policy::Reading reading = policy::read_policy_file(programs->demo_policy);
  if (!reading.policy)
    return fail(ErrorCode::kInvalid, programs->demo_policy + " is not a policy that can be read");
  std::vector<std::string> names;
  for (const policy::Service& service : reading.policy->services) names.push_back(service.name);
  return names;
}

Result<std::string> shipped_folder() {
  std::string folder = launch::shipped_scenarios();
  if (folder.empty())
    return fail(ErrorCode::kNotFound,
                "the shipped scenarios are not there: build everything first (make build)");
  return folder;
}

std::string shipped_path(const std::string& folder, const std::string& name) {
  return folder + "/" + name + ".yaml";
}

// A word without slash and ending is a name; all else is a file.
Result<std::string> path_of(const std::string& word) {
  if (word.find('/') != std::string::npos || word.ends_with(".yaml") || word.ends_with(".yml")) return word;
  const Result<std::string> folder = shipped_folder();
  if (!folder) return folder;
  std::string path = shipped_path(*folder, word);
  if (std::filesystem::exists(path)) return path;
  return fail(ErrorCode::kNotFound, fmt::format("no shipped scenario is called {}; `bulkhead drill list` "
                                                "lists them, and a file is written with its "
                                                "folder: ./{}",
                                                word, word));
}

Result<drill::Scenario> read(Session& session, const std::string& path) {
  const auto names = service_names();
  if (!names) return fail_as(names);
  const Result<std::string> text = os::read_file(path, drill::ScenarioLimits::kFileBytesMax);
  drill::ScenarioReading reading = drill::read_scenario_file(path, *names);
  print_findings(session, reading.diagnostics, path, text.value_or(""));
  if (reading.scenario) return std::move(*reading.scenario);
  return fail(ErrorCode::kInvalid, fmt::format("{} has {}; nothing was played", path,
                                               counted(reading.diagnostics.size(), "error")));
}

Result<drill::Scenario> read_named(Session& session, const std::string& word) {
  const Result<std::string> path = path_of(word);
  if (!path) return fail_as(path);
  return read(session, *path);
}

}  // namespace

Result<std::vector<ShippedScenario>> shipped_scenarios() {
  const Result<std::string> folder = shipped_folder();
  if (!folder) return fail_as(folder);
  const auto names = service_names();
  if (!names) return fail_as(names);
  const auto entries = os::list_folder(*folder, kShippedMax);
  if (!entries) return fail_as(entries);
  std::vector<ShippedScenario> scenarios;
  for (const std::string& entry : *entries) {
    const drill::ScenarioReading reading = drill::read_scenario_file(*folder + "/" + entry, *names);
    if (reading.scenario) scenarios.push_back({reading.scenario->name, reading.scenario->title});
  }
  std::ranges::sort(scenarios, {}, &ShippedScenario::name);
  return scenarios;
}

Result<drill::Scenario> chosen_scenario(Session& session, const std::optional<std::string>& scenario,
                                        const std::optional<std::string>& attacker) {
  if (!attacker) {
    Result<drill::Scenario> chosen = read_named(session, scenario.value_or(kDefault));
    if (chosen && chosen->groups.empty())
      return fail(ErrorCode::kInvalid,
                  "this file has no people: it is an attack, to be played with --attacker");
    return chosen;
  }
  Result<drill::Scenario> attack = read(session, *attacker);
  if (!attack || !attack->groups.empty()) return attack;
  const Result<drill::Scenario> people = read_named(session, scenario.value_or(kDefaultPeople));
  if (!people) return people;
  return drill::with_people_of(std::move(*attack), *people);
}

}  // namespace bulkhead::cli
