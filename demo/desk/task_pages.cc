// The service's task, step by step. What was answered waits in the session; the last step sends it.
//
//     /tasks/ID            what it is about
//     /tasks/ID/1 … N-1    questions
//     /tasks/ID/N          check and send
//     /tasks/ID/finished/RECEIPT

#include "demo/desk/page.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

std::string step_path(const Task& task, std::size_t step) {
  return fmt::format("/tasks/{}/{}", task.id, step);
}

// The step that the path names, 1 to N; 0 when it names none.
std::size_t step_in(const Call& call, const Task& task) {
  const std::int64_t step = number_in(call.parameters[0]);
  return step >= 1 && step <= static_cast<std::int64_t>(task.steps_count()) ? static_cast<std::size_t>(step)
                                                                            : 0;
}

Response start(const Desk& desk, const Call& call) {
  const Task& task = desk.service.task;
  Markup steps;
  for (const Step& step : task.steps) steps += html("<li>{}</li>", call.say(step.title));
  steps += html("<li>{}</li>", say(call, "Check and send", "Kontrolloni dhe dërgoni"));
  return page(
      desk, call,
      {.title = std::string(call.say(task.title)),
       .main = html("<p class=\"lead\">{}</p>\n<ol>{}</ol>\n<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
                    call.say(task.about), steps, step_path(task, 1), say(call, "Start", "Filloni"))});
}

Markup progress(const Call& call, const Task& task, std::size_t step) {
  return html("<p class=\"progress\">{} {} / {}</p>\n", say(call, "Step", "Hapi"), step, task.steps_count());
}

Markup form_around(const Call& call, std::string_view path, const Markup& fields, std::string_view button) {
  return html("<form method=\"post\" action=\"{}\" novalidate>{}{}<button>{}</button></form>\n", path,
              csrf_field(*call.session), fields, button);
}

Response show_questions(const Desk& desk, const Call& call, const Ask& ask, std::size_t step,
                        const std::vector<Problem>& problems) {
  const Task& task = desk.service.task;
  const Step& questions = task.steps[step - 1];
  Markup fields;
  for (const Field& field : questions.fields) {
    const auto answered = ask.answers.find(field.name);
    std::string value;
    if (answered != ask.answers.end()) {
      value = answered->second;
    } else if (field.first_value) {
      value = field.first_value(ask);
    }
    const Problem* wrong = nullptr;
    for (const Problem& problem : problems) {
      if (problem.field == field.name) wrong = &problem;
    }
    fields += field_markup(call, field, ask, value, wrong);
  }
  Markup main = progress(call, task, step);
  main += problems_markup(call, problems);
  main += form_around(call, step_path(task, step), fields, say(call, "Continue", "Vazhdoni"));
  return page(desk, call,
              {.status = problems.empty() ? 200u : 422u,
               .title = std::string(call.say(questions.title)),
               .main = std::move(main)});
}

Response show_check(const Desk& desk, const Call& call, const Ask& ask) {
  const Task& task = desk.service.task;
  std::vector<Line> lines = answer_lines(task, ask);
  if (task.result) {
    for (Line& line : task.result(ask)) lines.push_back(std::move(line));
  }
  Markup main = progress(call, task, task.steps_count());
  main += lines_markup(call, lines);
  main += form_around(call, step_path(task, task.steps_count()),
                      html("<p>{}</p>", say(call, "By sending you declare that this is true.",
                                            "Duke dërguar, ju deklaroni se kjo është e vërtetë.")),
                      say(call, "Send", "Dërgoni"));
  return page(desk, call,
              {.title = std::string(say(call, "Check and send", "Kontrolloni dhe dërgoni")),
               .main = std::move(main)});
}

Response show_step(Desk& desk, Call& call) {
  const Task& task = desk.service.task;
  const std::size_t step = step_in(call, task);
  if (step == 0) return error_page(desk, call, 404);
  if (!call.is_citizen()) return to_log_in(call, "/login");
  // Nobody skips a step: who asks for a later one is led to the next that is open.
  if (step > call.session->steps_done + 1) return see_other(step_path(task, call.session->steps_done + 1));
  const auto citizen = find_citizen(desk.database, call.session->person_id);
  if (!citizen) return error_page(desk, call, 404);
  const Ask ask{desk.database, *citizen, call.session->answers, call.language};
  if (step == task.steps_count()) return show_check(desk, call, ask);
  return show_questions(desk, call, ask, step, {});
}

Response send_answers(Desk& desk, Call& call, const Ask& ask) {
  const Task& task = desk.service.task;
  const std::string receipt = desk.cases.submit(ask.citizen, ask.answers, call.request.now);
  if (task.effect) task.effect(ask);
  call.session->answers.clear();
  call.session->steps_done = 0;
  return see_other(fmt::format("/tasks/{}/finished/{}", task.id, receipt));
}

Response take_step(Desk& desk, Call& call) {
  const Task& task = desk.service.task;
  const std::size_t step = step_in(call, task);
  if (step == 0) return error_page(desk, call, 404);
  if (!call.is_citizen()) return to_log_in(call, "/login");
  Session& session = *call.session;
  if (step > session.steps_done + 1) return see_other(step_path(task, session.steps_done + 1));
  const auto citizen = find_citizen(desk.database, session.person_id);
  if (!citizen) return error_page(desk, call, 404);
  const Ask ask{desk.database, *citizen, session.answers, call.language};
  if (step == task.steps_count()) return send_answers(desk, call, ask);
  const std::vector<Problem> problems =
      take_answers(task.steps[step - 1], ask, call.request.form, session.answers);
  // Whoever goes back and changes an answer sees the steps after it again.
  session.steps_done = problems.empty() ? step : step - 1;
  if (!problems.empty()) return show_questions(desk, call, ask, step, problems);
  return see_other(step_path(task, step + 1));
}

Response finished(Desk& desk, Call& call) {
  if (!call.is_citizen()) return to_log_in(call, "/login");
  const auto found = desk.cases.by_receipt(call.parameters[0]);
  if (!found || found->person_id != call.session->person_id) return error_page(desk, call, 404);
  const auto citizen = find_citizen(desk.database, found->person_id);
  if (!citizen) return error_page(desk, call, 404);
  const Task& task = desk.service.task;
  const Ask ask{desk.database, *citizen, found->answers, call.language};
  Markup main = html(
      "<div class=\"confirmation\" role=\"status\"><p>{}</p><p class=\"receipt\">{}: "
      "<strong>{}</strong></p></div>\n",
      say(call, "We have received it. Keep the receipt number.", "E morëm. Ruajeni numrin e dëftesës."),
      say(call, "Receipt", "Dëftesa"), found->receipt);
  if (task.result) main += lines_markup(call, task.result(ask));
  return page(desk, call,
              {.title = fmt::format("{}: {}", call.say(task.title), say(call, "finished", "përfundoi")),
               .main = std::move(main),
               .finished_task = std::string(task.id)});
}

}  // namespace

void add_task_pages(Router& router, Desk& desk) {
  const std::string base = fmt::format("/tasks/{}", desk.service.task.id);
  router.add("GET", base, [&desk](Call& call) { return start(desk, call); });
  router.add("GET", base + "/:step", [&desk](Call& call) { return show_step(desk, call); });
  router.add("POST", base + "/:step", [&desk](Call& call) { return take_step(desk, call); });
  router.add("GET", base + "/finished/:receipt", [&desk](Call& call) { return finished(desk, call); });
}

}  // namespace bulkhead::demo
