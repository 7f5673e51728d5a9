// The JSON API. The same sessions as the pages; what changes something needs the session's token in
// X-CSRF-Token. Failures are application/problem+json (RFC 9457).
//
//     GET    /api/v1                   what this is; open to all
//     GET    /api/v1/receipts/NUMBER   how far a case is; open to all
//     POST   /api/v1/session           {national_number, password} or {clerk, password}
//     DELETE /api/v1/session
//     GET    /api/v1/me                a citizen's own record
//     POST   /api/v1/tasks/TASK        a citizen sends all answers of the task at once
//     GET    /api/v1/REGISTER          ?q= &page= &per_page=; clerks only
//     GET    /api/v1/REGISTER/ID
//     GET    /api/v1/queue             ?page= &per_page=
//     GET    /api/v1/queue/ID
//     POST   /api/v1/queue/ID          {decision: "approve"|"refuse", note}

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "demo/desk/desk.h"
#include "demo/desk/problem.h"
#include "demo/http/call.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

using Json = nlohmann::ordered_json;

Response json_answer(unsigned status, const Json& json) {
  Response response{.status = status, .content_type = "application/json"};
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  response.body += '\n';
  response.with("Cache-Control", "no-store");
  return response;
}

Response needs(std::string_view whom) {
  return problem(401, "Log in first", fmt::format("This needs the session of a {}.", whom));
}

// The body as an object of texts; nullopt when it is anything else. The content type is asked for because
// a form of another site cannot send it.
std::optional<Pairs> texts_in(const Call& call) {
  if (!std::string_view(call.request.content_type).starts_with("application/json")) return std::nullopt;
  const Json parsed = Json::parse(call.request.body, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || parsed.size() > 100) return std::nullopt;
  Pairs pairs;
  for (const auto& [name, value] : parsed.items()) {
    if (!value.is_string()) return std::nullopt;
    pairs.push_back({name, value.get<std::string>()});
  }
  return pairs;
}

Response not_texts() {
  return problem(400, "Bad JSON", "The body has to be application/json, an object whose values are texts.");
}

Json record_json(const Desk& desk, const Row& row) {
  Json json = {{"id", number_in(row[0], 0)}};
  const auto& columns = desk.service.records.columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].is_number) {
      json[std::string(columns[i].name)] = number_in(row[i + 1], 0);
    } else {
      json[std::string(columns[i].name)] = row[i + 1];
    }
  }
  return json;
}

Json case_json(const Case& one) {
  return {{"id", one.id},         {"receipt", one.receipt},
          {"status", one.status}, {"national_number", one.national_number},
          {"name", one.name},     {"submitted_at", one.submitted_at},
          {"clerk", one.clerk},   {"decided_at", one.decided_at},
          {"note", one.note},     {"answers", one.answers}};
}

Response about(Desk& desk, const Call& call) {
  return json_answer(200, {{"service", desk.service.kind},
                           {"title", call.say(desk.service.title)},
                           {"task", desk.service.task.id},
                           {"register", desk.service.records.name},
                           {"waiting", desk.cases.waiting_count()},
                           {"synthetic", true}});
}

Response receipt_status(Desk& desk, const Call& call) {
  const auto found = desk.cases.by_receipt(call.parameters[0]);
  if (!found) return problem(404, "Not found", "There is no such receipt.");
  return json_answer(
      200, {{"receipt", found->receipt}, {"status", found->status}, {"submitted_at", found->submitted_at}});
}

Response log_in(Desk& desk, Call& call) {
  const auto texts = texts_in(call);
  if (!texts) return not_texts();
  const std::string_view password = text_of(*texts, "password");
  const auto clerk = value_of(*texts, "clerk");
  const SessionPtr session = clerk ? log_in_clerk(desk, call, *clerk, password)
                                   : log_in_citizen(desk, call, text_of(*texts, "national_number"), password);
  if (!session) return problem(401, "Log-in refused", "Number or password is wrong.");
  return json_answer(201, {{"csrf_token", session->csrf_token}, {"who", clerk ? "clerk" : "citizen"}});
}

Response log_out(Desk& desk, Call& call) {
  if (call.session) desk.sessions.close(call.session);
  call.session = nullptr;
  return {.status = 204};
}

Response me(Desk& desk, const Call& call) {
  if (!call.is_citizen()) return needs("citizen");
  const auto citizen = find_citizen(desk.database, call.session->person_id);
  if (!citizen) return problem(404, "Not found", "The person is not in the register any more.");
  Json records = Json::array();
  for (const Row& row : desk.records.of_person(citizen->national_number))
    records.push_back(record_json(desk, row));
  return json_answer(200, {{"national_number", citizen->national_number},
                           {"first_name", citizen->first_name},
                           {"last_name", citizen->last_name},
                           {desk.service.records.name, records}});
}

Response send_task(Desk& desk, const Call& call) {
  if (!call.is_citizen()) return needs("citizen");
  const auto texts = texts_in(call);
  if (!texts) return not_texts();
  const auto citizen = find_citizen(desk.database, call.session->person_id);
  if (!citizen) return problem(404, "Not found", "The person is not in the register any more.");
  const Task& task = desk.service.task;
  Answers answers;
  const Ask ask{desk.database, *citizen, answers, call.language};
  Json refused = Json::object();
  for (const Step& step : task.steps) {
    for (const Problem& one : take_answers(step, ask, *texts, answers))
      refused[std::string(one.field)] = call.say(one.text);
  }
  if (!refused.empty()) {
    Response response = json_answer(422, {{"type", "about:blank"},
                                          {"title", "Some answers are refused"},
                                          {"status", 422},
                                          {"fields", refused}});
    response.content_type = "application/problem+json";
    return response;
  }
  const std::string receipt = desk.cases.submit(*citizen, answers, call.request.now);
  if (task.effect) task.effect(ask);
  Json result = Json::object();
  if (task.result) {
    for (const Line& line : task.result(ask)) result[std::string(line.label.en)] = line.value;
  }
  return json_answer(201, {{"receipt", receipt}, {"task_finished", task.id}, {"result", result}});
}

// Page and size as asked for, within their bounds.
std::pair<std::int64_t, std::int64_t> paging_in(const Call& call) {
  return {
      std::clamp<std::int64_t>(number_in(text_of(call.request.query, "page"), 1), 1, kPageMax),
      std::clamp<std::int64_t>(number_in(text_of(call.request.query, "per_page"), kPerPage), 1, kPerPageMax)};
}

Response list(Desk& desk, const Call& call) {
  const auto [page, per_page] = paging_in(call);
  const RecordPage found = desk.records.page(text_of(call.request.query, "q").substr(0, 100), page, per_page);
  Json items = Json::array();
  for (const Row& row : found.rows) items.push_back(record_json(desk, row));
  return json_answer(
      200, {{"total", found.total}, {"page", found.page}, {"per_page", found.per_page}, {"items", items}});
}

Response detail(Desk& desk, const Call& call) {
  const Row row = desk.records.one(number_in(call.parameters[0], 0));
  if (row.empty()) return problem(404, "Not found", "There is no such record.");
  return json_answer(200, record_json(desk, row));
}

Response queue(Desk& desk, const Call& call) {
  const auto [page, per_page] = paging_in(call);
  Json items = Json::array();
  for (const Case& one : desk.cases.waiting(page, per_page)) items.push_back(case_json(one));
  return json_answer(
      200, {{"total", desk.cases.waiting_count()}, {"page", page}, {"per_page", per_page}, {"items", items}});
}

Response queue_item(Desk& desk, const Call& call) {
  const auto found = desk.cases.by_id(number_in(call.parameters[0], 0));
  return found ? json_answer(200, case_json(*found)) : problem(404, "Not found", "There is no such case.");
}

Response decide(Desk& desk, const Call& call) {
  const auto texts = texts_in(call);
  if (!texts) return not_texts();
  const std::int64_t id = number_in(call.parameters[0], 0);
  const std::string_view decision = text_of(*texts, "decision");
  const std::string_view note = text_of(*texts, "note");
  if ((decision != "approve" && decision != "refuse") || note.size() > kNoteBytesMax) {
    return problem(422, "Not a decision",
                   "`decision` has to be \"approve\" or \"refuse\", `note` at most 2000 bytes.");
  }
  if (!desk.cases.by_id(id)) return problem(404, "Not found", "There is no such case.");
  if (!desk.cases.decide(id, decision == "approve", note, call.session->clerk, call.request.now)) {
    return problem(409, "Decided already", "Somebody was faster.");
  }
  return queue_item(desk, call);
}

Answerer for_clerks(Desk& desk, Response (*answer)(Desk&, const Call&)) {
  return [&desk, answer](Call& call) { return call.is_clerk() ? answer(desk, call) : needs("clerk"); };
}

}  // namespace

void add_api(Router& router, Desk& desk) {
  router.add("GET", "/api/v1", [&desk](Call& call) { return about(desk, call); });
  router.add("GET", "/api/v1/receipts/:number", [&desk](Call& call) { return receipt_status(desk, call); });
  router.add("POST", "/api/v1/session", [&desk](Call& call) { return log_in(desk, call); });
  router.add("DELETE", "/api/v1/session", [&desk](Call& call) { return log_out(desk, call); });
  router.add("GET", "/api/v1/me", [&desk](Call& call) { return me(desk, call); });
  router.add("POST", fmt::format("/api/v1/tasks/{}", desk.service.task.id),
             [&desk](Call& call) { return send_task(desk, call); });
  router.add("GET", "/api/v1/queue", for_clerks(desk, queue));
  router.add("GET", "/api/v1/queue/:id", for_clerks(desk, queue_item));
  router.add("POST", "/api/v1/queue/:id", for_clerks(desk, decide));
  const std::string records = fmt::format("/api/v1/{}", desk.service.records.name);
  router.add("GET", records, for_clerks(desk, list));
  router.add("GET", records + "/:id", for_clerks(desk, detail));
}

}  // namespace bulkhead::demo
