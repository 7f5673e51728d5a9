// bulkhead images: the compiled policies that are kept.

#include <fmt/core.h>

#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/moments.h"
#include "cli/session.h"
#include "cli/table.h"

namespace bulkhead::cli {

namespace {

constexpr std::size_t kDigestShown = 12;

// Being in force makes damage worse, so both are said.
Cell state(JsonView image) {
  const bool current = image["current"].truth();
  if (image["damage"].text().empty()) return {current ? "in force" : "", Colour::kGreen};
  return {current ? "in force, DAMAGED" : "DAMAGED", Colour::kRed};
}

Table table(JsonView images, RealTime now) {
  Table table;
  table.add_column("VERSION", Table::Align::kRight);
  for (const char* title : {"", "APPLIED", "DIGEST", "POLICY"}) table.add_column(title);
  for (const char* title : {"SERVICES", "BYTES"}) table.add_column(title, Table::Align::kRight);
  for (const JsonView& image : images["images"].items()) {
    const std::string damage = escape_terminal(image["damage"].text());
    table.add_row({{fmt::format("{}", image["version"].whole())},
                   state(image),
                   {local_time(instant(image["created"].text()), now)},
                   {escape_terminal(image["digest"].text().substr(0, kDigestShown))},
                   {escape_terminal(image["policy_sha256"].text().substr(0, kDigestShown))},
                   {fmt::format("{}", image["services"].whole())},
                   {fmt::format("{}", image["bytes"].whole())}},
                  damage);
  }
  return table;
}

}  // namespace

Command images_command() {
  Command command;
  command.name = "images";
  command.summary = "List the compiled policies that are kept, newest first";
  command.run = [](Session& session) -> Result<Exit> {
    const Result<Reply> reply = call(session.api(), {.path = "/policy/images"});
    if (!reply) return fail_as(reply);
    if (session.options.json) {
      session.out() << reply->document.root().dump() << "\n";
      return Exit::kOk;
    }
    const Table images = table(reply->document.root(), session.now());
    session.out() << (images.empty() ? "No policy was applied yet.\n" : images.text(session));
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
