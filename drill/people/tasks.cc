#include "drill/people/tasks.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

/// More pages than any task has.
constexpr unsigned kPagesMax = 24;
constexpr int kTriesMax = 2;
constexpr unsigned kTakenByAnother = 409;
/// People wait no longer for a second try, whatever Retry-After says.
constexpr std::chrono::seconds kRetryMax{5};

awaitable<void> wait(Milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

/// One task under way: asks, thinks, tries once more, and remembers how it went.
class Doing {
 public:
  Doing(Actor& actor, const PlayedService& service) : actor_(actor), service_(service) {}

  using Once = std::function<awaitable<Fetched>()>;

  awaitable<bool> ask(Once once) {
    Nanoseconds waited{0};
    for (int attempt = 1;; ++attempt) {
      if (result.pages > 0) co_await wait(actor_.dice.between(actor_.think));
      // A form that was taken is not sent again when the page behind it did not come: that page is asked for.
      if (attempt > 1 && last.redirected)
        last = co_await actor_.browser.get(service_.host, std::string(last.path));
      else
        last = co_await once();
      waited += last.took;
      note(waited);
      if (last.ok()) {
        page = last.content_type.starts_with("text/html") ? read_page(last.body) : Page();
        co_await actor_.browser.load_files(service_.host, page);
        co_return true;
      }
      if (attempt == kTriesMax || !is_worth_a_second_try()) break;
      const auto pause =
          std::min<Milliseconds>(last.retry_after.value_or(std::chrono::seconds(1)), kRetryMax);
      co_await wait(pause);
      waited += pause;
    }
    give_up(end_of(last));
    co_return false;
  }

  awaitable<bool> get(std::string path) {
    return ask([this, path] { return actor_.browser.get(service_.host, path); });
  }
  awaitable<bool> submit(Form form) {
    fill_in(form, actor_.dice);
    if (actor_.answers != nullptr) note_answers(form);
    return ask([this, form, path = last.path] { return actor_.browser.submit(service_.host, path, form); });
  }
  awaitable<bool> post_json(std::string path, std::string body, std::string csrf_token = {}) {
    return ask([this, path, body, csrf_token] {
      return actor_.browser.post(service_.host, path, "application/json", body, csrf_token);
    });
  }

  void give_up(TaskEnd end, std::string_view why = {}) {
    result.end = end;
    result.why = why.empty() ? fmt::format("{} at {}", what_came(), last.path) : std::string(why);
  }

  /// The form that leads on: the one that posts; log-ins get the person's name and password.
  const Form* next_form() const {
    const auto found = std::ranges::find(page.forms, true, &Form::post);
    return found == page.forms.end() ? nullptr : &*found;
  }

  TaskResult result;
  Fetched last;
  Page page;

 private:
  void note_answers(const Form& form) {
    for (const FormField& field : form.fields)
      if (field.type != "hidden" && field.name != "password" && (field.type != "checkbox" || field.checked))
        (*actor_.answers)[field.name] = field.value;
  }

  void note(Nanoseconds waited) {
    ++result.pages;
    result.slowest = std::max(result.slowest, waited);
    if (actor_.page_took && last.ok()) actor_.page_took(last.took);
  }

  bool is_worth_a_second_try() const {
    return last.end != Fetched::End::kAnswered || last.status == 429 || last.status >= 500;
  }

  std::string what_came() const {
    switch (last.end) {
      case Fetched::End::kNoConnection: return "no connection";
      case Fetched::End::kLost: return "a connection that broke";
      case Fetched::End::kTimeout: return "no answer";
      case Fetched::End::kAstray: return "a redirect that leads nowhere";
      case Fetched::End::kAnswered: break;
    }
    return last.proxy_status.empty() ? fmt::format("{}", last.status)
                                     : fmt::format("{} ({})", last.status, last.proxy_status);
  }

  static TaskEnd end_of(const Fetched& fetched) {
    if (fetched.end == Fetched::End::kTimeout) return TaskEnd::kLate;
    if (fetched.end != Fetched::End::kAnswered) return TaskEnd::kFailed;
    return fetched.refused() ? TaskEnd::kRefused : TaskEnd::kFailed;
  }

  Actor& actor_;
  const PlayedService& service_;
};

void log_in(Form& form, const PlayedService& service, std::uint64_t person) {
  const std::string name = form.field("clerk") != nullptr ? clerk_named(person) : service.citizen(person);
  for (FormField& field : form.fields) {
    if (field.name == "national_number" || field.name == "clerk") field.value = name;
    if (field.name == "password") field.value = password_of(name);
  }
}

awaitable<TaskResult> as_citizen(Actor& actor, const PlayedService& service) {
  Doing doing(actor, service);
  const std::string start = "/tasks/" + service.task;
  if (!co_await doing.get("/") || !co_await doing.get(start) || !co_await doing.get(start + "/1"))
    co_return doing.result;
  while (doing.page.finished != service.task) {
    const Form* form = doing.next_form();
    if (form == nullptr || doing.result.pages >= kPagesMax) {
      doing.give_up(TaskEnd::kFailed, fmt::format("no way on from {}", doing.last.path));
      co_return doing.result;
    }
    Form filled = *form;
    log_in(filled, service, actor.person);
    if (!co_await doing.submit(std::move(filled))) break;
  }
  co_return doing.result;
}

// The links to cases on the queue's page.
std::vector<std::string> cases_on(const Page& page) {
  std::vector<std::string> cases;
  for (const std::string& link : page.links)
    if (link.starts_with("/clerk/queue/")) cases.push_back(link);
  return cases;
}

awaitable<TaskResult> as_clerk(Actor& actor, const PlayedService& service) {
  Doing doing(actor, service);
  if (!co_await doing.get("/clerk/queue")) co_return doing.result;
  if (const Form* form = doing.next_form(); form != nullptr && form->field("clerk") != nullptr) {
    Form filled = *form;
    log_in(filled, service, actor.person);
    if (!co_await doing.submit(std::move(filled))) co_return doing.result;
  }
  // A case may be taken by somebody faster: then another one.
  for (int attempt = 0; attempt < 4; ++attempt) {
    const std::vector<std::string> cases = cases_on(doing.page);
    if (cases.empty()) break;
    if (!co_await doing.get(cases[actor.dice.below(cases.size())])) co_return doing.result;
    const Form* form = doing.next_form();
    if (form != nullptr) {
      Form decision = *form;
      decision.fields.push_back({"decision", "hidden", "approve", false, false, {}});
      const bool taken = !co_await doing.submit(std::move(decision)) && doing.last.status == kTakenByAnother;
      if (taken) doing.result.end = TaskEnd::kFinished;  // not the end: another case
      if (!taken && (!doing.last.ok() || doing.page.finished == "queue-item")) co_return doing.result;
    }
    if (!co_await doing.get("/clerk/queue")) co_return doing.result;
  }
  doing.give_up(TaskEnd::kFailed, "no case that nobody else has taken");
  co_return doing.result;
}

awaitable<TaskResult> as_program(Actor& actor, const PlayedService& service) {
  Doing doing(actor, service);
  const Rehearsed& rehearsed = service.rehearsed[actor.person % service.rehearsed.size()];
  const nlohmann::json who = {{"national_number", rehearsed.citizen},
                              {"password", password_of(rehearsed.citizen)}};
  if (!co_await doing.post_json("/api/v1/session", who.dump())) co_return doing.result;
  const nlohmann::json answers(rehearsed.answers);
  const auto session = nlohmann::json::parse(doing.last.body, nullptr, false);
  const std::string token = session.is_object() ? session.value("csrf_token", "") : "";
  if (!co_await doing.post_json("/api/v1/tasks/" + service.task, answers.dump(), token))
    co_return doing.result;
  const auto done = nlohmann::json::parse(doing.last.body, nullptr, false);
  if (!done.is_object() || done.value("task_finished", "") != service.task)
    doing.give_up(TaskEnd::kFailed, "an answer that does not say that the task is finished");
  co_return doing.result;
}

}  // namespace

std::string_view name(TaskEnd end) {
  constexpr std::array<std::string_view, 4> kNames = {"finished", "refused", "failed", "late"};
  return kNames[static_cast<std::size_t>(end)];
}

awaitable<TaskResult> do_task(Actor& actor, const PlayedService& service, TaskKind::Who who) {
  TaskResult result;
  switch (who) {
    case TaskKind::Who::kCitizen: result = co_await as_citizen(actor, service); break;
    case TaskKind::Who::kClerk: result = co_await as_clerk(actor, service); break;
    case TaskKind::Who::kApi: result = co_await as_program(actor, service); break;
  }
  result.task = {service.name, who};
  if (result.end != TaskEnd::kRefused && result.slowest > Browser::kPatience) {
    if (result.end == TaskEnd::kFinished) result.why = "finished, but a page took too long";
    result.end = TaskEnd::kLate;
  }
  co_return result;
}

}  // namespace bulkhead::drill
