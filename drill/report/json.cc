#include "drill/report/json.h"

#include <nlohmann/json.hpp>

#include "base/timestamp.h"
#include "drill/report/not_seen.h"
#include "drill/report/subjects.h"

namespace bulkhead::drill {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(const auto& items, auto&& to_json) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(to_json(item));
  return list;
}

Json milliseconds(const std::optional<Milliseconds>& time) {
  return time ? Json(time->count()) : Json(nullptr);
}

Json page_ms(const load::Histogram& pages, double share) {
  return pages.count() == 0 ? Json(nullptr) : Json(static_cast<double>(pages.quantile(share)) / 1e3);
}

void add_counts(Json& to, const TaskCounts& counts) {
  to["begun"] = counts.ends.begun();
  to["finished"] = counts.ends.finished;
  to["refused"] = counts.ends.refused;
  to["failed"] = counts.ends.failed;
  to["late"] = counts.ends.late;
  to["wrongly_refused"] = counts.ends.wrongly_refused();
  to["pages"] = counts.pages.count();
  to["page_ms_p50"] = page_ms(counts.pages, 0.5);
  to["page_ms_p99"] = page_ms(counts.pages, 0.99);
}

Json networks_json(const std::vector<Network>& networks) {
  return list_of(networks, [](const Network& network) { return Json(network.text()); });
}

Json attack_json(const Attack& attack) {
  return {{"name", attack.name},         {"kind", name(attack.kind)},
          {"services", attack.services}, {"networks", networks_json(attack.networks)},
          {"sources", attack.sources},   {"requests_per_s", attack.requests_per_s},
          {"paths", attack.paths}};
}

Json phases_json(const Scenario& scenario) {
  Json phases = Json::array();
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    const Phase& phase = scenario.phases[i];
    phases.push_back({{"name", phase.name},
                      {"begins_ms", scenario.begins(i).count()},
                      {"lasts_ms", phase.lasts.count()},
                      {"visits", phase.visits},
                      {"attacks", list_of(phase.attacks, attack_json)},
                      {"down", phase.down}});
  }
  return phases;
}

Json group_json(const Group& group) {
  Json tasks = list_of(group.tasks, [](const TaskShare& share) {
    return Json{{"task", share.task.text()}, {"weight", share.weight}};
  });
  return {{"name", group.name},
          {"title", group.title},
          {"networks", networks_json(group.networks)},
          {"addresses", group.addresses ? Json(*group.addresses) : Json(nullptr)},
          {"persons", group.persons ? Json(*group.persons) : Json(nullptr)},
          {"visits_per_minute", group.visits_per_minute},
          {"tasks", std::move(tasks)},
          {"think_ms", {group.think.min.count(), group.think.max.count()}},
          {"javascript", group.javascript},
          {"first_visit", group.first_visit},
          {"language", group.language}};
}

Json scenario_json(const Scenario& scenario) {
  Json json = {{"name", scenario.name},
               {"title", scenario.title},
               {"lasts_ms", scenario.lasts().count()},
               {"service_delay_ms", scenario.service_delay.count()},
               {"service_slots", scenario.service_slots},
               {"phases", phases_json(scenario)},
               {"groups", list_of(scenario.groups, group_json)}};
  json["officer"] = list_of(scenario.officer, [](const OfficerAct& act) {
    return Json{{"at_ms", act.at.count()}, {"words", act.words}};
  });
  json["off_by_hand"] = nullptr;
  if (const auto& off = scenario.off_by_hand)
    json["off_by_hand"] = {
        {"at_ms", off->at.count()}, {"back_at_ms", off->back_at.count()}, {"except", off->except}};
  return json;
}

Json seconds_json(const Tally& tally) {
  Json services = Json::array();
  for (const auto& [service, seconds] : tally.by_second()) {
    const auto row = [&](std::uint32_t Ends::* end) {
      return list_of(seconds, [end](const Ends& ends) { return Json(ends.*end); });
    };
    services.push_back({{"service", service},
                        {"finished", row(&Ends::finished)},
                        {"refused", row(&Ends::refused)},
                        {"failed", row(&Ends::failed)},
                        {"late", row(&Ends::late)}});
  }
  return services;
}

Json outcome_json(const AttackOutcome& outcome) {
  return {{"phase", outcome.phase},           {"attack", outcome.attack}, {"kind", name(outcome.kind)},
          {"services", outcome.services},     {"sent", outcome.sent},     {"reached", outcome.reached},
          {"refused", outcome.refused},       {"failed", outcome.failed}, {"persons", outcome.persons},
          {"verdict", name(outcome.verdict)}, {"why", outcome.why}};
}

Json closure_json(const ArmResult& arm, const std::vector<std::string>& services) {
  if (!arm.closure) return nullptr;
  const Closure& closure = *arm.closure;
  Json finished = list_of(services, [&](const std::string& service) {
    const Ends ends = arm.tally.in_seconds(service, closure.first_second, closure.end_second);
    return Json{{"service", service}, {"finished", ends.finished}};
  });
  return {{"first_second", closure.first_second},
          {"end_second", closure.end_second},
          {"except", closure.except},
          {"finished", std::move(finished)}};
}

void add_tasks(Json& to, const Tally& tally, const Subjects& subjects) {
  Json all = Json::object();
  add_counts(all, tally.all());
  to["tasks"] = std::move(all);
  to["services"] = list_of(subjects.services, [&](const std::string& service) {
    Json row = {{"service", service}};
    add_counts(row, tally.of_service(service));
    return row;
  });
  to["groups"] = list_of(subjects.groups, [&](const GroupSubject& group) {
    Json row = {{"group", group.name}};
    add_counts(row, tally.of_group(group.name));
    return row;
  });
  to["services_and_groups"] = list_of(tally.by_service_and_group(), [](const auto& entry) {
    Json row = {{"service", entry.first.service}, {"group", entry.first.group}};
    add_counts(row, entry.second);
    return row;
  });
  to["seconds"] = seconds_json(tally);
}

Json arm_json(const ArmResult& arm, const Subjects& subjects) {
  Json json = {{"name", arm.name}, {"title", arm.title}};
  json["not_played"] = arm.not_played.empty() ? Json(nullptr) : Json(arm.not_played);
  if (!arm.not_played.empty()) return json;
  json["cut_short"] = arm.cut_short;
  add_tasks(json, arm.tally, subjects);
  json["attacks"] = list_of(arm.attacks, outcome_json);
  json["persons_out"] = arm.persons_out;
  json["timeline"] = list_of(arm.timeline, [](const Moment& moment) {
    return Json{{"at_ms", moment.at.count()}, {"kind", name(moment.kind)}, {"text", moment.text}};
  });
  json["closure"] = closure_json(arm, subjects.services);
  json["to_notice_ms"] = milliseconds(arm.to_notice);
  json["to_name_ms"] = milliseconds(arm.to_name);
  json["to_act_ms"] = milliseconds(arm.to_act);
  json["reasons"] = list_of(arm.tally.reasons(), [](const auto& reason) {
    return Json{{"why", reason.first}, {"tasks", reason.second}};
  });
  return json;
}

}  // namespace

std::string report_json(const DrillResult& result) {
  const Subjects subjects(result);
  Json json = {{"format", 1},
               {"bulkhead", result.version},
               {"machine", result.machine},
               {"began", rfc3339(result.began)},
               // As text: a program that reads numbers as doubles would read another seed.
               {"seed", std::to_string(result.seed)},
               {"scenario", scenario_json(result.scenario)}};
  json["arms"] = list_of(result.arms, [&](const ArmResult& arm) { return arm_json(arm, subjects); });
  json["not_seen"] = list_of(not_seen(), [](std::string_view sentence) { return Json(sentence); });
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bulkhead::drill
