#include <algorithm>

#include <fmt/format.h>

#include "drill/scenario/keys.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/sections.h"
#include "drill/scenario/values.h"
#include "policy/scalars.h"
#include "policy/values/name.h"

namespace bulkhead::drill {

using policy::Fields;
using policy::Findings;
using policy::Node;
using policy::Spot;

namespace {

using Limits = ScenarioLimits;
using Services = std::span<const std::string>;

std::vector<TaskShare> read_tasks(const Spot& spot, Services services, Findings& findings) {
  std::vector<TaskShare> shares;
  if (!policy::expect_mapping(spot, findings)) return shares;
  const std::size_t count = spot.node->children.size();
  if (count == 0)
    findings.error(spot.place(), "nobody comes for nothing", "at least one task: { tax-filing: 1 }");
  if (count > Limits::kTasksPerGroupMax) {
    findings.error(spot.place(),
                   fmt::format("has {} entries, more than {}", count, Limits::kTasksPerGroupMax),
                   fmt::format("at most {}", Limits::kTasksPerGroupMax));
  }
  for (const Node& child : std::span(spot.node->children).first(std::min(count, Limits::kTasksPerGroupMax))) {
    if (child.is_refused()) continue;
    const Spot member = spot.member(child);
    const policy::Parsed<TaskKind> task = parse_task(child.key);
    if (!task) {
      findings.error(member.key_place(), task.error().message, task.error().hint);
    } else if (std::ranges::find(services, task->service) == services.end()) {
      refuse_unknown_service(member.key_place(), task->service, services, findings);
    }
    const auto weight = policy::read_integer(member, 1, Limits::kTaskWeightMax, findings);
    if (task && weight) shares.push_back({*task, static_cast<unsigned>(*weight)});
  }
  return shares;
}

void read_where_from(const Fields& fields, Group& group, Findings& findings) {
  if (const auto at = fields.find("networks")) group.networks = read_networks(*at, findings);
  if (const auto at = fields.find("addresses"))
    group.addresses = read_addresses(*at, Limits::kAddressesMax, group.networks, findings);
  if (const auto at = fields.find("persons"))
    if (const auto count = policy::read_integer(*at, 1, Limits::kPersonsMax, findings))
      group.persons = static_cast<std::uint32_t>(*count);
}

void read_what_for(const Fields& fields, Services services, Group& group, Findings& findings) {
  if (const auto at = fields.find("visits")) {
    const auto visits = read_rate(*at, Rate{Limits::kVisitsPerMinuteMax, 60}, findings);
    group.visits_per_minute = visits ? visits->per_minute() : 0;
  }
  if (const auto at = fields.find("tasks_per_visit")) {
    const auto range = read_count_range(*at, {1, Limits::kTasksPerVisitMax}, findings);
    group.tasks_per_visit = range.value_or(group.tasks_per_visit);
  }
  if (const auto at = fields.find("tasks")) group.tasks = read_tasks(*at, services, findings);
}

void read_what_like(const Fields& fields, Group& group, Findings& findings) {
  if (const auto at = fields.find("think")) {
    const auto range = read_duration_range(*at, {Milliseconds(0), Limits::kThinkMax}, findings);
    group.think = range.value_or(group.think);
  }
  if (const auto at = fields.find("javascript"))
    group.javascript = policy::read_boolean(*at, findings).value_or(true);
  if (const auto at = fields.find("first_visit"))
    group.first_visit = policy::read_boolean(*at, findings).value_or(false);
  if (const auto at = fields.find("language"))
    group.language = policy::read_parsed(*at, policy::parse_language, findings).value_or(group.language);
}

Group read_group(const Spot& spot, Services services, Findings& findings) {
  const Fields fields(spot, kGroupShape, findings);
  Group group;
  group.name = spot.node->key;
  if (const auto at = fields.find("title"))
    group.title = policy::read_line(*at, Limits::kTitleBytesMax, findings).value_or("");
  read_where_from(fields, group, findings);
  read_what_for(fields, services, group, findings);
  read_what_like(fields, group, findings);
  return group;
}

}  // namespace

std::vector<Group> read_people(const Spot& spot, Services services, Findings& findings) {
  std::vector<Group> groups;
  for (const Spot& member : policy::read_named(spot, Limits::kGroupsMax, findings))
    groups.push_back(read_group(member, services, findings));
  if (spot.node->is_mapping() && spot.node->children.empty())
    findings.error(spot.key_place(), "nobody comes",
                   "at least one group; without `people` the file is an attack only");
  const double visits = visits_per_minute(groups);
  if (visits > Limits::kVisitsPerMinuteMax) {
    findings.error(spot.key_place(),
                   fmt::format("the groups together say {} visits a minute, more than {}", visits,
                               Limits::kVisitsPerMinuteMax),
                   fmt::format("at most {}/min", Limits::kVisitsPerMinuteMax));
  }
  return groups;
}

}  // namespace bulkhead::drill
