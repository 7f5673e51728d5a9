#include "cli/status_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/help.h"
#include "cli/inspection_view.h"
#include "cli/moments.h"
#include "cli/service_row.h"
#include "cli/table.h"

namespace bulkhead::cli {

namespace {

// Where most names must be broken off to a line of their own, the narrow table reads better.
constexpr int kWideNameMin = 24;

// What is said of an uptime that no machine reaches: in milliseconds, any whole number would not fit.
constexpr std::chrono::seconds kUptimeMax = std::chrono::days(36'525);

std::string workers_text(JsonView status, const Session& session) {
  const std::int64_t image = status["image"]["version"].whole();
  int alive = 0;
  int behind = 0;
  for (const JsonView& worker : status["workers"].items()) {
    if (!worker["alive"].truth()) continue;
    ++alive;
    if (worker["image_seen"].whole() != image) ++behind;
  }
  if (alive == 0) return session.paint(Colour::kRed, "no worker alive");
  std::string text = fmt::format("{} {} alive", alive, alive == 1 ? "worker" : "workers");
  if (behind > 0) text += ", " + session.paint(Colour::kYellow, fmt::format("{} on an older image", behind));
  return text;
}

std::chrono::seconds uptime(JsonView daemon) {
  const std::int64_t seconds = daemon["uptime_s"].whole();
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kUptimeMax.count()));
}

std::string header(JsonView status, const Session& session) {
  const RealTime now = instant(status["as_of"].text());
  const JsonView image = status["image"];
  std::string text =
      session.paint(Colour::kBold, fmt::format("Gateway {}", status["gateway"]["id"].whole())) +
      fmt::format(" · bulkhead {} · {}\n", escape_terminal(status["gateway"]["version"].text()),
                  local_time_with_zone(now));
  if (status["gateway"]["rehearsal"].truth())
    text += session.paint(Colour::kYellow, "Rehearsal gateway: every order is a drill") + "\n";
  text += image.empty() ? session.paint(Colour::kRed, "no image in force")
                        : fmt::format("Image {}", image["version"].whole());
  if (image["staged"].truth()) text += session.paint(Colour::kYellow, " being staged");
  text += fmt::format(" · daemon up {} · ", duration_text(uptime(status["daemon"])));
  return text + workers_text(status, session) + "\n";
}

// "! tax-filing: …", wrapped so that the text stays apart from the mark.
std::string warnings(JsonView status, const Session& session) {
  std::string text;
  for (const JsonView& warning : status["warnings"].items()) {
    std::string lines = wrap(escape_terminal(warning.text()), session.terminal().columns, 2);
    lines.replace(0, 1, "!");
    lines.pop_back();
    text += session.paint(Colour::kYellow, lines) + "\n";
  }
  return text.empty() ? text : text + "\n";
}

std::string summary(const std::vector<ServiceRow>& rows, std::size_t known) {
  std::map<std::string, int> counts;
  int open = 0;
  for (const ServiceRow& row : rows) {
    if (row.is_open)
      ++open;
    else
      ++counts[row.posture];
  }
  std::string text =
      fmt::format("{} {}: {} open", rows.size(), rows.size() == 1 ? "service" : "services", open);
  for (const auto& [posture, count] : counts) text += fmt::format(", {} {}", count, posture);
  if (rows.size() != known) text += fmt::format(" (of {} that there are)", known);
  return text + "\n\n";
}

// What stands below a row in either table.
std::string notes(const ServiceRow& row) {
  std::string text = row.drain;
  if (!row.not_enforced.empty())
    text += (text.empty() ? "" : "; ") + ("not enforced yet: " + row.not_enforced);
  return text;
}

Table wide_table(const std::vector<ServiceRow>& rows) {
  Table table;
  for (const char* title : {"SERVICE", "CRITICALITY", "POSTURE", "SINCE", "ENDS", "CAUSE", "WHO"})
    table.add_column(title);
  for (const char* title : {"REQ/S", "REFUSED/S", "INSIDE"}) table.add_column(title, Table::Align::kRight);
  table.add_column("UPSTREAM");
  for (const ServiceRow& row : rows) {
    table.add_row({{row.name},
                   {row.criticality},
                   {row.posture, row.posture_colour},
                   {row.since},
                   {row.ends},
                   {row.cause},
                   {row.who},
                   {row.requests},
                   {row.refused},
                   {row.in_flight},
                   {row.upstream, row.upstream_colour}},
                  notes(row));
  }
  return table;
}

std::string ending_words(const ServiceRow& row) {
  if (row.ends.starts_with(kNextBy)) return "next stage by " + row.ends.substr(kNextBy.size());
  return "ends: " + (row.ends == "-" ? "no end set" : row.ends);
}

// Where the wide one does not fit: what explains a posture goes on a line below it, and only where there is some.
Table narrow_table(const std::vector<ServiceRow>& rows, int columns) {
  Table table;
  for (const char* title : {"SERVICE", "CRITICALITY", "POSTURE"}) table.add_column(title);
  for (const char* title : {"REQ/S", "REFUSED/S"}) table.add_column(title, Table::Align::kRight);
  table.add_column("UPSTREAM");
  for (const ServiceRow& row : rows) {
    std::string below;
    if (row.ordered) {
      below = fmt::format("{} by {} since {}, {}", row.cause == "-" ? "ordered" : row.cause, row.who,
                          row.since, ending_words(row));
    }
    if (const std::string more = notes(row); !more.empty()) below += (below.empty() ? "" : "; ") + more;
    table.add_row({{row.name},
                   {row.criticality},
                   {row.posture, row.posture_colour},
                   {row.requests},
                   {row.refused},
                   {row.upstream, row.upstream_colour}},
                  below);
  }
  table.fit(columns);
  return table;
}

std::string not_enforced_notes(JsonView status, const Session& session) {
  std::string text;
  for (const JsonView& item : status["not_enforced"].items()) {
    text += wrap(escape_terminal(item["what"].text()) + ": " + escape_terminal(item["note"].text()),
                 session.terminal().columns, 2);
  }
  return text.empty() ? text : "\nCarried and shown, but not enforced yet:\n" + text;
}

}  // namespace

std::string status_text(JsonView status, const std::vector<std::string>& only, const Session& session) {
  const RealTime now = instant(status["as_of"].text());
  const std::vector<JsonView> services = status["services"].items();
  std::vector<ServiceRow> rows;
  std::vector<JsonView> shown;
  for (const JsonView& service : services) {
    const bool wanted =
        only.empty() || std::find(only.begin(), only.end(), service["name"].text()) != only.end();
    if (!wanted) continue;
    rows.push_back(service_row(service, now));
    shown.push_back(service);
  }
  std::sort(rows.begin(), rows.end(),
            [](const ServiceRow& left, const ServiceRow& right) { return left.rank < right.rank; });

  std::string text = warnings(status, session) + header(status, session);
  if (services.empty())
    return text +
           "\nNo service is known: apply a policy, as in `bulkhead apply /etc/bulkhead/bulkhead.yaml`.\n";
  text += summary(rows, services.size());
  Table wide = wide_table(rows);
  const int columns = session.terminal().columns;
  wide.fit(columns, kWideNameMin);
  text += wide.width() <= columns ? wide.text(session) : narrow_table(rows, columns).text(session);
  text += inspection_text(shown, now, session);
  return text + not_enforced_notes(status, session);
}

}  // namespace bulkhead::cli
