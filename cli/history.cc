// bulkhead history: who did what, newest first.

#include <fmt/core.h>

#include <memory>
#include <ostream>
#include <set>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/history_view.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::optional<std::uint32_t> limit;
  std::string before;
  std::string service;
};

constexpr std::uint32_t kLimitDefault = 50;
constexpr std::uint32_t kLimitMax = 500;

// A daemon that does not answer this costs the hints, not the history.
std::set<std::string> ids(Session& session, const std::string& path, std::string_view list) {
  std::set<std::string> found;
  const Result<Reply> reply = call(session.api(), {.path = path});
  if (!reply) return found;
  for (const JsonView& one : reply->document.root()[list].items()) {
    if (!one["id"].text().empty()) found.insert(one["id"].text());
  }
  return found;
}

std::string older_page(JsonView history, const Arguments& arguments) {
  std::string line = "Older: bulkhead history";
  if (!arguments.service.empty()) line += " " + escape_terminal(arguments.service);
  if (arguments.limit) line += fmt::format(" --limit {}", *arguments.limit);
  return line + fmt::format(" --before {}\n", history["entries"].items().back()["id"].whole());
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
  const std::size_t shown = root["entries"].items().size();
  if (shown == 0) {
    session.out() << "Nothing was done yet.\n";
    return Exit::kOk;
  }
  const StillThere there{ids(session, "/orders", "orders"), ids(session, "/proposals", "proposals")};
  session.out() << history_text(root, there, session);
  if (shown == limit) session.out() << older_page(root, arguments);
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
       .help = "How many entries: 1 to 500; 50 when not given.",
       .target = &arguments->limit},
      {.name = "--before",
       .value = "ID",
       .help = "Only entries older than this one; the last line of a full page names it.",
       .target = &arguments->before},
  };
  command.run = [arguments](Session& session) { return history(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
