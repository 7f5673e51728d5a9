#include "cli/service_row.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/moments.h"
#include "cli/reopening.h"
#include "cli/status_view.h"

namespace bulkhead::cli {

namespace {

constexpr std::int64_t kShareAll = 1000;

int strictness(const std::string& level) {
  if (level == "closed") return 3;
  if (level == "lockdown") return 2;
  return level == "guarded" ? 1 : 0;
}

int importance(const std::string& criticality) {
  if (criticality == "essential") return 0;
  return criticality == "important" ? 1 : 2;
}

std::string since_text(JsonView posture, RealTime now) {
  const std::string since = posture["since"].text();
  if (since.empty()) return "-";
  const RealTime at = instant(since);
  const std::string ago = at <= now ? fmt::format(" ({})", duration_text(now - at)) : "";
  return local_time(at, now) + ago;
}

std::string ends_text(JsonView posture, RealTime now) {
  const std::string kind = posture["ending"]["kind"].text();
  const std::string at_text = posture["ending"]["at"].text();
  std::string at = at_text.empty() ? "" : local_time(instant(at_text), now);
  if (posture["overdue"].truth()) return at.empty() ? "OVERDUE" : "OVERDUE " + at;
  // Nothing measures quiet yet: what waits for it waits for a person.
  if (kind == "quiet") return at.empty() ? "by a person" : at + " (person)";
  // The next stage, or the last one's end: in no case the end of being open.
  if (opens_by_share(posture) && !at.empty()) at.insert(0, kNextBy);
  if (kind == "time") return at;
  if (kind == "person") return "by a person";
  return posture["order"].empty() ? "-" : "no end set";
}

std::string drain_text(JsonView posture, RealTime now) {
  const std::string until = posture["drains_until"].text();
  if (until.empty()) return "";
  const RealTime at = instant(until);
  const std::string left = at >= now ? fmt::format(" (in {})", duration_text(at - now)) : "";
  return "drain ends " + local_time(at, now) + left;
}

std::string who_text(JsonView posture) {
  std::string who = escape_terminal(posture["author"].text());
  if (who.empty()) return "-";
  if (const std::string approver = posture["approver"].text(); !approver.empty())
    who += " + " + escape_terminal(approver);
  if (posture["alone"].truth()) who += " ALONE";
  if (posture["drill"].truth()) who += " DRILL";
  return who;
}

std::string rate_text(JsonView rate) {
  if (rate.empty()) return "?";
  const double value = rate.number();
  return value < 100 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

std::string upstream_text(JsonView upstream) {
  const std::vector<JsonView> servers = upstream["servers"].items();
  const auto down = std::count_if(servers.begin(), servers.end(),
                                  [](const JsonView& server) { return server["health"].text() == "down"; });
  const std::string health = upstream["health"].text();
  if (health == "down") return "DOWN";
  if (health != "up") return "unknown";
  return down == 0 ? "up" : fmt::format("{} of {} down", down, servers.size());
}

std::string joined(const std::vector<JsonView>& texts) {
  std::string all;
  for (const JsonView& text : texts) all += (all.empty() ? "" : "; ") + escape_terminal(text.text());
  return all;
}

Colour posture_colour(const std::string& level, bool is_open) {
  if (level == "closed") return Colour::kRed;
  return is_open ? Colour::kPlain : Colour::kYellow;
}

}  // namespace

std::string posture_text(JsonView posture) {
  std::string level = posture["level"].text("unknown");
  const std::int64_t share = posture["share_permille"].whole(kShareAll);
  if (level == "closed" && posture["draining"].truth()) return "CLOSING";
  if (level == "open" && share >= kShareAll) return "open";
  std::transform(level.begin(), level.end(), level.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  level = escape_terminal(level);
  if (share >= kShareAll || level == "CLOSED") return level;
  return share % 10 == 0 ? fmt::format("{} {}%", level, share / 10)
                         : fmt::format("{} {}.{}%", level, share / 10, share % 10);
}

ServiceRow service_row(JsonView service, RealTime now) {
  const JsonView posture = service["posture"];
  const std::string level = posture["level"].text("unknown");
  ServiceRow row;
  row.name = escape_terminal(service["name"].text());
  row.criticality = escape_terminal(service["criticality"].text());
  row.compartment = escape_terminal(service["compartment"].text());
  const auto titles = service["title"].members();
  row.title = titles.empty() ? "" : escape_terminal(titles.front().second.text());
  row.posture = posture_text(posture);
  row.is_open = row.posture == "open";
  row.ordered = !posture["order"].empty();
  row.since = since_text(posture, now);
  row.ends = ends_text(posture, now);
  const std::string cause = posture["cause"].text("none");
  row.cause = cause == "none" ? "-" : escape_terminal(cause);
  row.who = who_text(posture);
  row.requests = rate_text(service["requests_per_s"]);
  row.refused = rate_text(service["refused_per_s"]);
  row.in_flight = fmt::format("{}", service["in_flight"].whole());
  row.upstream = upstream_text(service["upstream"]);
  row.drain = drain_text(posture, now);
  row.not_enforced = joined(service["not_enforced"].items());
  row.posture_colour = posture_colour(level, row.is_open);
  if (row.upstream == "DOWN") row.upstream_colour = Colour::kRed;
  if (row.upstream.ends_with("down")) row.upstream_colour = Colour::kYellow;
  row.rank = {row.is_open ? 1 : 0, -strictness(level), importance(service["criticality"].text()), row.name};
  return row;
}

}  // namespace bulkhead::cli
