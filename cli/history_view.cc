#include "cli/history_view.h"

#include <fmt/core.h>

#include <string_view>

#include "base/escape.h"
#include "cli/moments.h"
#include "cli/table.h"
#include "cli/text_width.h"

namespace bulkhead::cli {

namespace {

// A longer name stands whole below the row, so that there is room for what happened.
constexpr int kWhoColumnsMax = 24;

constexpr std::string_view kRefused = "refused";
constexpr std::string_view kProposed = "proposed";

bool is_refused(const std::string& outcome) { return outcome.starts_with(kRefused); }
bool is_proposed(const std::string& outcome) { return outcome.starts_with(kProposed); }
bool is_placed(const std::string& outcome) { return outcome.starts_with("placed"); }

// The first of the entry's orders and proposals that there still is; empty when there is none.
std::string first_link(JsonView entry, const std::set<std::string>& there) {
  for (const JsonView& link : entry["links"].items()) {
    if (there.contains(link.text())) return escape_terminal(link.text());
  }
  return "";
}

std::string after(const std::string& text, std::string_view mark) {
  const auto at = text.find(mark);
  return at == std::string::npos ? "" : text.substr(at + mark.size());
}

// What the outcome says beyond that it was done.
std::string outcome_line(const std::string& outcome) {
  if (is_refused(outcome) || is_proposed(outcome)) {
    const std::string why = after(outcome, ": ");
    return why.empty() ? "" : "because: " + why;
  }
  if (outcome.starts_with("expired: ")) return after(outcome, ": ");
  if (is_placed(outcome) || outcome.starts_with("ended")) return after(outcome, ", ");
  return outcome == "agreed" || outcome == "rejected" ? "" : outcome;
}

// "close service tax for 1 h", "approve: close service tax for 1 h": a verb that `what` begins with is not said twice.
std::string act_text(JsonView entry) {
  const std::string action = entry["action"].text();
  const std::string what = entry["what"].text();
  if (what.empty()) return escape_terminal(action);
  return escape_terminal(what.starts_with(action + " ") ? what : action + ": " + what);
}

Cell headline(JsonView entry, const StillThere& there) {
  const std::string outcome = entry["outcome"].text();
  const bool alone = entry["alone"].truth();
  Cell cell{act_text(entry), alone ? Colour::kYellow : Colour::kPlain};
  if (is_refused(outcome)) cell = {"REFUSED: " + cell.text, Colour::kRed};
  if (is_proposed(outcome)) {
    const bool waits = !first_link(entry, there.proposals).empty();
    cell = {(waits ? "proposed, waits for a second person: " : "proposed: ") +
                escape_terminal(entry["what"].text()),
            Colour::kYellow};
  }
  if (alone) cell.text.insert(0, "ALONE: ");
  if (entry["drill"].truth()) cell.text.insert(0, "DRILL: ");
  return cell;
}

std::string way_on(JsonView entry, const StillThere& there) {
  const std::string outcome = entry["outcome"].text();
  if (is_placed(outcome)) {
    const std::string order = first_link(entry, there.orders);
    if (!order.empty()) return "in force; to take it back: bulkhead undo " + order;
  }
  if (!is_proposed(outcome)) return "";
  const std::string proposal = first_link(entry, there.proposals);
  return proposal.empty() ? "" : "to agree: bulkhead approve " + proposal;
}

std::string below(JsonView entry, const StillThere& there, bool who_is_cut) {
  const std::string reason = entry["reason"].text();
  std::string text;
  for (const std::string& line :
       {who_is_cut ? "by: " + escape_terminal(entry["person"].text()) : "",
        escape_terminal(outcome_line(entry["outcome"].text())),
        reason.empty() ? "" : "reason: " + escape_terminal(reason), way_on(entry, there)}) {
    if (!line.empty()) text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

}  // namespace

std::string history_text(JsonView history, const StillThere& there, Session& session) {
  const RealTime now = session.now();
  Table table;
  for (const char* title : {"AT", "WHO", "WHAT"}) table.add_column(title);
  for (const JsonView& entry : history["entries"].items()) {
    const std::string who = escape_terminal(entry["person"].text());
    const std::string shown = cut_to_width(who, kWhoColumnsMax);
    table.add_row({{local_time(instant(entry["at"].text()), now)}, {shown}, headline(entry, there)},
                  below(entry, there, shown != who));
  }
  return table.empty() ? "" : table.text(session);
}

}  // namespace bulkhead::cli
