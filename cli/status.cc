// bulkhead status: the page of a person on duty.

#include <chrono>
#include <memory>
#include <ostream>
#include <thread>

#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/meant.h"
#include "cli/session.h"
#include "cli/status_view.h"
#include "cli/terminal.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::vector<std::string> services;
  bool watch = false;
};

constexpr std::chrono::seconds kRefreshEvery{2};
constexpr const char* kClearScreen = "\x1b[H\x1b[2J\x1b[3J";

Status check_names(JsonView status, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    bool known = false;
    for (const JsonView& service : status["services"].items())
      known = known || service["name"].text() == name;
    if (known) continue;
    const std::string meant = did_you_mean(status["services"], name);
    return fail(ErrorCode::kNotFound, "there is no service named '" + name + "'" +
                                          (meant.empty() ? ": `bulkhead status` lists them" : meant));
  }
  return {};
}

Result<std::string> page(Session& session, const Arguments& arguments) {
  const Result<Reply> reply = call(session.api(), {.path = "/status"});
  if (!reply) return fail_as(reply);
  const JsonView root = reply->document.root();
  if (const Status known = check_names(root, arguments.services); !known) return fail_as(known);
  const int indent = arguments.watch ? -1 : 2;
  if (session.options.json) {
    const auto& only = arguments.services;
    return (only.empty() ? root.dump(indent) : root.dump_some("services", only, indent)) + "\n";
  }
  return status_text(root, arguments.services, session);
}

// Until it is interrupted. A daemon that goes away is shown, and waited for.
[[noreturn]] void watch(Session& session, const Arguments& arguments) {
  for (;;) {
    if (session.terminal().out_is_terminal) session.set_terminal(this_terminal());
    const Result<std::string> text = page(session, arguments);
    if (session.terminal().out_is_terminal && !session.options.json) session.out() << kClearScreen;
    if (text)
      session.out() << *text << std::flush;
    else
      report_failure(session, text.error());
    std::this_thread::sleep_for(kRefreshEvery);
  }
}

}  // namespace

Command status_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "status";
  command.summary = "Show every door: what is not open first, and what a person has to look at";
  command.details =
      "Capitals mark what is not simply open. ENDS says how the posture ends: at a time, or by a person, "
      "who is to decide at the time beside it; while it reopens, by when the next stage comes. CLOSING means "
      "that what was "
      "inside may still finish, until the drain ends. OVERDUE means its time is up and a person must look. "
      "Times are in the zone of the terminal.";
  command.arguments = {{.name = "SERVICE",
                        .help = "Only these services.",
                        .target = &arguments->services,
                        .completes = Completes::kService}};
  command.options = {{.name = "-w,--watch",
                      .help = "Refresh every two seconds until interrupted; with --json one line each time.",
                      .target = &arguments->watch}};
  command.run = [arguments](Session& session) -> Result<Exit> {
    if (arguments->watch) watch(session, *arguments);
    const Result<std::string> text = page(session, *arguments);
    if (!text) return fail_as(text);
    session.out() << *text;
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
