// bulkhead history: who did what, newest first.

#include <fmt/core.h>

#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/moments.h"
#include "cli/session.h"
#include "cli/table.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::optional<std::uint32_t> limit;
  std::string before;
  std::string service;
};

constexpr std::uint32_t kLimitDefault = 50;
constexpr std::uint32_t kLimitMax = 1'000;

Table table(JsonView history, RealTime now) {
  Table table;
  for (const char* title : {"AT", "WHO", "WHAT"}) table.add_column(title);
  for (const JsonView& entry : history["entries"].items()) {
    std::string what =
        fmt::format("{}: {}", escape_terminal(entry["action"].text()), escape_terminal(entry["what"].text()));
    if (entry["drill"].truth()) what.insert(0, "DRILL ");
    table.add_row(
        {{local_time(instant(entry["at"].text()), now)}, {escape_terminal(entry["person"].text())}, {what}},
        escape_terminal(entry["detail"].text()));
  }
  return table;
}

Result<Exit> history(Session& session, const Arguments& arguments) {
  const std::uint32_t limit = arguments.limit.value_or(kLimitDefault);
  if (limit < 1 || limit > kLimitMax)
    return session.usage(fmt::format("--limit is 1 to {}, this is {}", kLimitMax, limit));
  std::string path = fmt::format("/history?limit={}", limit);
  if (!arguments.before.empty()) path += "&before=" + percent_encode(arguments.before);
  if (!arguments.service.empty()) path += "&service=" + percent_encode(arguments.service);
  const Result<Reply> reply = call(session.api(), {.path = path});
  if (!reply) return fail_as(reply);
  const JsonView root = reply->document.root();
  if (session.options.json) {
    session.out() << root.dump() << "\n";
    return Exit::kOk;
  }
  const Table entries = table(root, session.now());
  if (entries.empty()) {
    session.out() << "Nothing was done yet.\n";
    return Exit::kOk;
  }
  session.out() << entries.text(session);
  const auto shown = root["entries"].items();
  if (shown.size() == limit)
    session.out() << "Older: bulkhead history --before " << escape_terminal(shown.back()["id"].text())
                  << "\n";
  return Exit::kOk;
}

}  // namespace

Command history_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "history";
  command.summary = "Show who did what, newest first";
  command.arguments = {{.name = "SERVICE",
                        .help = "Only what touched this service, its compartment or everything.",
                        .target = &arguments->service,
                        .completes = Completes::kService}};
  command.options = {
      {.name = "--limit",
       .value = "COUNT",
       .help = "How many entries: 1 to 1000; 50 when not given.",
       .target = &arguments->limit},
      {.name = "--before",
       .value = "ID",
       .help = "Only entries older than this one.",
       .target = &arguments->before},
  };
  command.run = [arguments](Session& session) { return history(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
