#include "cli/inspection_view.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/moments.h"
#include "cli/policy_file.h"
#include "cli/table.h"

namespace bulkhead::cli {

namespace {

constexpr std::size_t kDigestShown = 8;

// "1", "1 (finds at 2)", "1, guarded 2"; "as the rules" where the policy says nothing.
std::string level_text(JsonView usual, JsonView guarded) {
  if (usual.empty() && guarded.empty()) return "rules'";
  std::string text = usual.empty() ? "rules'" : fmt::format("{}", usual.whole());
  if (!guarded.empty()) text += fmt::format(" ({})", guarded.whole());
  return text;
}

Cell self_test_cell(JsonView test, RealTime now) {
  const std::string at = test["at"].text();
  if (test["overdue"].truth() && (at.empty() || test["ok"].truth())) return {"OVERDUE", Colour::kRed};
  if (at.empty()) return {"not yet", Colour::kYellow};
  const RealTime when = instant(at);
  const std::string age = when <= now ? " " + duration_text(now - when) + " ago" : "";
  if (!test["ok"].truth()) return {"FAILED" + age, Colour::kRed};
  return {"ok" + age};
}

// What stands below a row.
std::string notes(JsonView inspection, RealTime now) {
  std::string text =
      counted(static_cast<std::size_t>(std::max<std::int64_t>(inspection["rules"].whole(), 0)), "rule");
  if (const std::string digest = inspection["rules_sha256"].text(); !digest.empty())
    text += " " + escape_terminal(digest.substr(0, kDigestShown));
  if (!inspection["detection_paranoia"].empty())
    text += fmt::format("; detects at paranoia {}", inspection["detection_paranoia"].whole());
  if (!inspection["outbound_threshold"].empty())
    text += fmt::format("; answers from {}", inspection["outbound_threshold"].whole());
  if (const std::int64_t live = inspection["exclusions"].whole(); live != 0) {
    text += fmt::format("; {} exclusion{}", live, live == 1 ? "" : "s");
    if (const std::string next = inspection["next_expiry"].text(); !next.empty())
      text += ", the next ends " + local_time(instant(next), now);
  }
  if (const std::string why = inspection["self_test"]["why"].text(); !why.empty())
    text += "; self-test: " + escape_terminal(why);
  return text;
}

}  // namespace

std::string inspection_text(const std::vector<JsonView>& services, RealTime now, const Session& session) {
  Table table;
  for (const char* title : {"INSPECTED", "MODE", "PARANOIA", "REFUSES FROM"}) table.add_column(title);
  for (const char* title : {"SEEN", "REFUSED"}) table.add_column(title, Table::Align::kRight);
  table.add_column("SELF-TEST");
  for (const JsonView& service : services) {
    const JsonView inspection = service["inspection"];
    const std::string mode = inspection["mode"].text("off");
    if (mode == "off") continue;
    const JsonView guarded = inspection["guarded"];
    table.add_row({{escape_terminal(service["name"].text())},
                   {escape_terminal(mode), mode == "block" ? Colour::kPlain : Colour::kYellow},
                   {level_text(inspection["paranoia"], guarded["paranoia"])},
                   {level_text(inspection["inbound_threshold"], guarded["inbound_threshold"])},
                   {fmt::format("{}", inspection["inspected"].whole())},
                   {fmt::format("{}", inspection["refused"].whole())},
                   self_test_cell(inspection["self_test"], now)},
                  notes(inspection, now));
  }
  if (table.empty()) return {};
  table.fit(session.terminal().columns);
  return "\n" + table.text(session) + "In brackets: while the door is guarded.\n";
}

}  // namespace bulkhead::cli
