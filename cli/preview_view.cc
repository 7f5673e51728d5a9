#include "cli/preview_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/escape.h"
#include "cli/moments.h"
#include "cli/reopening.h"
#include "posture/order.h"

namespace bulkhead::cli {

namespace {

constexpr std::size_t kServicesNarrowMax = 3;
constexpr double kPeopleWide = 0.2;

std::string safe(JsonView value) { return escape_terminal(value.text()); }

std::string ending_words(JsonView ending, RealTime now) {
  const std::string kind = ending["kind"].text();
  const std::string at = ending["at"].text();
  if (kind == "person") return ending_text("compromise", std::nullopt, now);
  if (at.empty()) return "without an end";
  if (kind == "quiet") return "until a person decides at " + local_time(instant(at), now);
  return ending_text("none", instant(at), now);
}

std::string would_place_text(JsonView order, RealTime now) {
  if (order.empty()) return "";
  std::string text = fmt::format("In force would be: {} ", scope_words(order["scope"]));
  if (opens_by_share(order)) return text + "reopens: " + reopening_text(order, now) + ".\n";
  const std::string until = order["until"].text();
  const std::string cause = order["cause"].text();
  text += fmt::format("{}, {}", asked_text(order),
                      ending_text(cause, until.empty() ? std::nullopt : std::optional(instant(until)), now));
  return text + stages_text(order, now) + ".\n";
}

std::string open_lines(JsonView preview) {
  std::string text;
  const auto doors = preview["stay_open"].items();
  for (std::size_t i = 0; i < std::min(doors.size(), kChangesShownMax); ++i)
    text += fmt::format("  {}: STAYS {}, by an order of its own\n", safe(doors[i]["service"]),
                        safe(doors[i]["posture"]));
  return text;
}

// What stands between the doors of a list; the last words are for those that are left out of it.
std::string listed(const std::vector<JsonView>& doors, std::string_view between, std::string_view rest,
                   const std::function<std::string(JsonView)>& words) {
  std::string text;
  for (std::size_t i = 0; i < std::min(doors.size(), kChangesShownMax); ++i)
    text += (i == 0 ? "" : std::string(between)) + words(doors[i]);
  if (doors.size() > kChangesShownMax)
    text += fmt::format("{}{} {}", between, doors.size() - kChangesShownMax, rest);
  return text;
}

}  // namespace

std::string scope_words(JsonView scope) {
  const Result<posture::Scope> parsed = posture::parse_scope(scope.text());
  return parsed ? posture::text(*parsed) : safe(scope);
}

std::string preview_text(JsonView preview, bool changes, RealTime now) {
  std::string text = safe(preview["sentence"]) + "\n";
  if (preview["needs_second_person"].truth())
    text += fmt::format("A second person has to agree: {}.\n", safe(preview["why"]));
  else if (changes && !preview["repeats"].text().empty())
    text += fmt::format("Nothing would be done, order {} does it already: {}.\n", safe(preview["repeats"]),
                        safe(preview["why"]));
  if (!changes) return text;
  const auto all = preview["changes"].items();
  for (std::size_t i = 0; i < std::min(all.size(), kChangesShownMax); ++i) {
    text +=
        fmt::format("  {}: {} -> {}\n", safe(all[i]["service"]), safe(all[i]["from"]), safe(all[i]["to"]));
  }
  if (all.size() > kChangesShownMax)
    text += fmt::format("  and {} more (--json lists all)\n", all.size() - kChangesShownMax);
  text += would_place_text(preview["would_place"], now);
  return text + ending_lines(preview, now) + open_lines(preview) + close_too_text(preview) +
         not_enforced_text(preview);
}

bool is_wide(JsonView preview) {
  return preview["needs_second_person"].truth() || !preview["essential"].items().empty() ||
         preview["services"].items().size() > kServicesNarrowMax ||
         preview["people_share"].number() >= kPeopleWide;
}

std::string ending_change_text(JsonView change, RealTime now) {
  return fmt::format("stays {}, now {} (was {})", safe(change["posture"]), ending_words(change["to"], now),
                     ending_words(change["from"], now));
}

std::string ending_lines(JsonView preview, RealTime now) {
  std::string text;
  const auto all = preview["endings"].items();
  for (std::size_t i = 0; i < std::min(all.size(), kChangesShownMax); ++i)
    text += fmt::format("  {}: {}\n", safe(all[i]["service"]), ending_change_text(all[i], now));
  if (all.size() > kChangesShownMax)
    text += fmt::format("  and {} more (--json lists all)\n", all.size() - kChangesShownMax);
  return text;
}

std::string not_enforced_text(JsonView preview) {
  std::string text;
  for (const JsonView& missing : preview["not_enforced"].items())
    text += fmt::format("NOT ENFORCED YET: {}.\n", safe(missing));
  return text;
}

std::string open_doors_text(JsonView preview) {
  return listed(preview["stay_open"].items(), ", ", "more", [](JsonView door) {
    return fmt::format("{} ({})", safe(door["service"]), safe(door["posture"]));
  });
}

std::string close_too_text(JsonView preview) {
  const auto doors = preview["stay_open"].items();
  // A command that would be cut is none.
  if (doors.empty() || doors.size() > kChangesShownMax) return "";
  return fmt::format("To close {} too: bulkhead close {}, with the same options.\n",
                     doors.size() == 1 ? "it" : "them",
                     listed(doors, " ", "", [](JsonView door) { return safe(door["service"]); }));
}

}  // namespace bulkhead::cli
