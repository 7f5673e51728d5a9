#include "cli/posture_command.h"

#include <fmt/core.h>

#include <ostream>

#include "cli/failure.h"
#include "cli/meant.h"
#include "cli/outcome.h"
#include "cli/preview_view.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command posture_command(const std::string& name, const std::string& summary,
                        const std::shared_ptr<PostureArguments>& arguments) {
  OrderArguments& order = arguments->order;
  Command command;
  command.name = name;
  command.summary = summary;
  command.arguments = {{.name = "SCOPE",
                        .help = "Names of services, or compartment:NAME.",
                        .target = &order.scopes,
                        .completes = Completes::kScope}};
  command.options = {
      {.name = "--all", .help = "Every service at once.", .target = &order.all},
      {.name = "--public",
       .value = "LANG=TEXT",
       .help = "What people see, a language at a time; without LANG= it is in the agency's first language. "
               "Else the stock phrase of "
               "the cause.",
       .target = &order.public_text},
      {.name = "--cause",
       .value = "CAUSE",
       .help = "load or maintenance (ends by itself), attack (a person ends it while nothing "
               "measures quiet), compromise (only a person opens again).",
       .target = &order.cause,
       .choices = {"load", "maintenance", "attack", "compromise"}},
      {.name = "--for", .value = "DURATION", .help = "How long: 45m, 1h, 1h30m, 2d.", .target = &order.lasts},
      {.name = "--until",
       .value = "TIME",
       .help = "Until when: 18:30 here, or 2026-07-17T18:30:00Z.",
       .target = &order.until},
      {.name = "--then",
       .value = "STAGE",
       .help = "What comes after, as LEVEL[:SHARE][:DURATION], in order: --then open:25%:5m --then "
               "open:50%:5m. At most six; the last "
               "may be without end.",
       .target = &order.then},
  };
  for (Parameter& parameter : acting_parameters(arguments->acting))
    command.options.push_back(std::move(parameter));
  command.options.push_back(drill_parameter(arguments->acting.drill));
  return command;
}

Parameter share_parameter(PostureArguments& arguments, const std::string& help) {
  return {.name = "--share", .value = "SHARE", .help = help, .target = &arguments.order.share};
}

namespace {

Result<Reply> post(Session& session, OrderRequest request, bool dry_run) {
  request.dry_run = dry_run;
  return call(session.api(), {.method = "POST", .path = "/orders", .body = request.json()});
}

// The JSON of several scopes is one array, of one scope the daemon's own object.
class Answers {
 public:
  Answers(Session& session, bool many) : session_(session), many_(many && session.options.json) {
    if (many_) session_.out() << "[\n";
  }
  ~Answers() {
    if (many_) session_.out() << "]\n";
  }
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  void before() {
    if (many_ && count_++ > 0) session_.out() << ",\n";
  }

 private:
  Session& session_;
  bool many_;
  int count_ = 0;
};

struct Tried {
  Exit exit = Exit::kOk;
  bool wide = false;
  std::vector<std::string>
      why_said;  ///< A scope each: why a second person is asked for, where that was printed.
};

// One more question to the daemon, only where an order named what there is not.
std::string hint(Session& session, const std::string& scope, const Error& error) {
  if (error.code != ErrorCode::kNotFound) return "";
  const Result<Reply> status = call(session.api(), {.path = "/status"});
  return status ? did_you_mean(status->document.root()["services"], scope) : "";
}

void fail_scope(Session& session, Answers& answers, const OrderRequest& request, const Error& error,
                bool many, Tried& tried) {
  answers.before();
  const std::string what = error.message + hint(session, request.scope, error);
  report_failure(session, {error.code, many ? request.scope + ": " + what : what});
  tried.exit = Exit::kRefused;
}

Tried preview_all(Session& session, const std::vector<OrderRequest>& requests, bool last_word) {
  Answers answers(session, last_word && requests.size() > 1);
  Tried tried;
  for (const OrderRequest& request : requests) {
    const Result<Reply> reply = post(session, request, true);
    tried.why_said.emplace_back();
    if (!reply) {
      // A preview that fails does not stop the act: its own answer says what is wrong, and tightening may still work.
      if (last_word) fail_scope(session, answers, request, reply.error(), requests.size() > 1, tried);
      continue;
    }
    const JsonView preview = reply->document.root()["preview"];
    tried.wide = tried.wide || is_wide(preview) || requests.size() > 1;
    if (last_word) answers.before();
    if (last_word) {
      print_outcome(session, reply->document.root());
    } else if (!session.options.json) {
      session.out() << preview_text(preview, false, session.now()) << std::flush;
      tried.why_said.back() = preview["why"].text();
    }
  }
  return tried;
}

Exit place_all(Session& session, const std::vector<OrderRequest>& requests,
               const std::vector<std::string>& why_said) {
  Answers answers(session, requests.size() > 1);
  Tried tried;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const OrderRequest& request = requests[i];
    const Result<Reply> reply = post(session, request, false);
    if (!reply) {
      fail_scope(session, answers, request, reply.error(), requests.size() > 1, tried);
      continue;
    }
    answers.before();
    const std::string said = i < why_said.size() ? why_said[i] : "";
    if (print_outcome(session, reply->document.root(), said) != Exit::kOk) tried.exit = Exit::kRefused;
  }
  return tried.exit;
}

}  // namespace

Result<Exit> place_orders(Session& session, PostureArguments& arguments, const std::string& level) {
  if (!arguments.acting.dry_run && !have_reason(session, arguments.acting.reason)) return Exit::kUsage;
  arguments.order.reason = arguments.acting.reason.empty() ? "preview" : arguments.acting.reason;
  arguments.order.alone = arguments.acting.alone;
  arguments.order.drill = arguments.acting.drill;
  const Result<std::vector<OrderRequest>> requests = order_requests(arguments.order, level, session.now());
  if (!requests) return session.usage(requests.error().message);
  if (arguments.acting.dry_run) return preview_all(session, *requests, true).exit;
  // With --json nobody reads along, so the answer of the act is enough.
  const bool say_first = !session.options.json || session.terminal().in_is_terminal;
  const Tried previewed = say_first ? preview_all(session, *requests, false) : Tried{};
  if (!go_ahead(session, arguments.acting, previewed.wide)) return Exit::kRefused;
  return place_all(session, *requests, previewed.why_said);
}

}  // namespace bulkhead::cli
