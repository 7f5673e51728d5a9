#include "cli/outcome.h"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/moments.h"
#include "cli/preview_view.h"
#include "cli/reopening.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

std::string safe(JsonView value) { return escape_terminal(value.text()); }

std::string milliseconds(std::int64_t microseconds) {
  return fmt::format("{:.1f} ms", static_cast<double>(microseconds) / 1000.0);
}

std::string obeyed_text(JsonView obeyed) {
  if (!obeyed.exists()) return "";
  const std::int64_t workers = obeyed["workers"].whole();
  const std::int64_t of = obeyed["of"].whole();
  if (of == 0) return "No nginx worker is alive to obey; it will hold as soon as one starts.\n";
  if (workers < of) {
    return fmt::format("Only {} of {} workers obeyed within {}: look at `bulkhead status` now.\n", workers,
                       of, milliseconds(obeyed["in_us"].whole()));
  }
  return fmt::format("{} of {} workers obeyed in {}.\n", workers, of, milliseconds(obeyed["in_us"].whole()));
}

std::string until_text(JsonView order, RealTime now) {
  const std::string until = order["until"].text();
  return ending_text(order["cause"].text(), until.empty() ? std::nullopt : std::optional(instant(until)),
                     now);
}

// Some of its doors do not become what was ordered, because of another order, or are it already.
bool changes_less_than_ordered(JsonView preview) {
  const bool nothing =
      preview["changes"].exists() && preview["changes"].items().empty() && preview["endings"].items().empty();
  return nothing || !preview["stay_stricter"].items().empty() || !preview["stay_looser"].items().empty();
}

// A closing that left doors open is told by what it closed, never as "all closed".
std::string closed_part_text(JsonView outcome, RealTime now) {
  const JsonView order = outcome["order"];
  const JsonView preview = outcome["preview"];
  const std::size_t all = preview["services"].items().size();
  const std::size_t open = preview["stay_open"].items().size();
  return fmt::format(
             "Order placed: {} of {} closed ({}), {}; STILL OPEN: {}, by orders of their own. Order {}.\n",
             all - std::min(open, all), all, scope_words(order["scope"]), until_text(order, now),
             open_doors_text(preview), safe(order["id"])) +
         close_too_text(preview);
}

std::string order_text(JsonView outcome, RealTime now) {
  const JsonView order = outcome["order"];
  const JsonView preview = outcome["preview"];
  if (!preview["stay_open"].items().empty()) return closed_part_text(outcome, now);
  const bool less = changes_less_than_ordered(preview);
  const auto endings = preview["endings"].items();
  const bool only_longer = !less && endings.size() == 1 && preview["changes"].items().empty();
  std::string text = fmt::format("{}: {} ", less ? "Order placed" : "Done", scope_words(order["scope"]));
  if (only_longer)
    text += ending_change_text(endings.front(), now);
  else if (opens_by_share(order))
    text += "reopens: " + reopening_text(order, now);
  else
    text += fmt::format("{}{}, {}", less ? "" : "is ", safe(order["level"]), until_text(order, now));
  text += fmt::format(". Order {}.\n", safe(order["id"]));
  if (!only_longer) text += ending_lines(preview, now);
  return less ? text + safe(preview["sentence"]) + ".\n" : text;
}

// "It was done ALONE" is for those who were not asked: why they should have been stands beside it.
std::string alone_text(JsonView outcome) {
  const std::string why = safe(outcome["overridden"]);
  if (why.empty() && !outcome["order"]["alone"].truth()) return "";
  return fmt::format("It was done ALONE, {}; history says so.\n",
                     why.empty() ? "without the second person" : "although " + why);
}

std::string ended_text(JsonView outcome) {
  std::string text;
  const auto ended = outcome["ended_orders"].items();
  for (std::size_t i = 0; i < std::min(ended.size(), kChangesShownMax); ++i) {
    text += fmt::format("{} {} {}, order {}.\n", outcome["order"].empty() ? "Done: ended" : "Ended",
                        scope_words(ended[i]["scope"]), asked_text(ended[i]), safe(ended[i]["id"]));
  }
  if (ended.size() > kChangesShownMax)
    text += fmt::format("And {} more (--json lists all).\n", ended.size() - kChangesShownMax);
  return text;
}

// No worker was told anything, so none is said to have obeyed.
std::string unchanged_text(JsonView outcome, RealTime now) {
  const JsonView order = outcome["order"];
  if (order.empty()) return "Done: nothing had to change.\n";
  return fmt::format("Nothing was done: {} is {} already, {}, by order {}: {}.\n",
                     scope_words(order["scope"]), asked_text(order), until_text(order, now),
                     safe(order["id"]), safe(outcome["preview"]["why"]));
}

std::string placed_text(JsonView outcome, RealTime now) {
  if (outcome["outcome"].text() == "unchanged") return unchanged_text(outcome, now);
  const JsonView order = outcome["order"];
  std::string text = order.empty() ? "" : order_text(outcome, now) + not_enforced_text(outcome["preview"]);
  text += ended_text(outcome);
  if (order.empty()) text += ending_lines(outcome["preview"], now) + not_enforced_text(outcome["preview"]);
  text += alone_text(outcome);
  text += obeyed_text(outcome["obeyed"]);
  if (!order.empty()) text += fmt::format("To take it back: bulkhead undo {}\n", safe(order["id"]));
  return text;
}

// The daemon's words tell for how long one person may close, where that is the matter; empty where it is not.
std::string way_out(const std::string& needs) {
  constexpr std::string_view kMark = "; one person may for ";
  const auto at = needs.find(kMark);
  if (at == std::string::npos) return "";
  std::string length = needs.substr(at + kMark.size());
  std::erase(length, ' ');
  if (!parse_duration(length)) return "";
  return fmt::format("To close it now by yourself: the same command with --for {}\n", length);
}

std::string proposed_text(JsonView outcome, RealTime now, const std::string& why_said) {
  const JsonView proposal = outcome["proposal"];
  const std::string id = safe(proposal["id"]);
  const std::string needs = proposal["needs"].text();
  std::string text = "NOT DONE YET: a second person has to agree";
  if (needs != why_said) text += ", because " + escape_terminal(needs);
  text += fmt::format(".\nProposal {}: {}. It expires at {}.\nAnother person types: bulkhead approve {}\n",
                      id, safe(proposal["what"]), local_time(instant(proposal["expires"].text()), now), id);
  // Nothing hurries a drill: nobody may stand in for the second person.
  if (proposal["kind"].text() == "drill") return text;
  return text + way_out(needs) + "Or you answer for it by yourself: the same command with --alone.\n";
}

std::string drill_allowed_text(JsonView consent, RealTime now) {
  return fmt::format(
      "Done: this gateway agrees to a drill from {} at up to {} requests/s until {}.\n"
      "The drill's side needs its key: bulkhead drill key\nTo take it back: bulkhead drill disallow\n",
      safe(consent["from"]), consent["requests_per_s_max"].whole(),
      local_time(instant(consent["ends_at"].text()), now));
}

std::string applied_text(JsonView outcome) {
  const JsonView image = outcome["image"];
  std::string text = fmt::format("Applied: image {} is in force ({} services).\n", image["version"].whole(),
                                 image["services"].whole());
  const std::string reload = safe(outcome["reload"]);
  if (reload == "done")
    text += "nginx was reloaded, gracefully.\n";
  else if (!reload.empty() && reload != "not needed")
    text += fmt::format("nginx was NOT reloaded: {}\n", reload);
  return text + obeyed_text(outcome["obeyed"]);
}

}  // namespace

std::string policy_change_lines(const std::vector<JsonView>& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), kChangesShownMax); ++i) {
    const std::string service = safe(changes[i]["service"]);
    const std::string kind = changes[i]["kind"].text();
    const char* mark = kind == "loosens" ? "LOOSENS " : kind == "tightens" ? "tightens" : "        ";
    text +=
        fmt::format("  {} {}: {}{}\n", mark, service.empty() ? "gateway" : service, safe(changes[i]["what"]),
                    changes[i]["needs_reload"].truth() ? " (nginx reloads)" : "");
  }
  if (changes.size() > kChangesShownMax)
    text += fmt::format("  and {} more (--json lists all)\n", changes.size() - kChangesShownMax);
  return text;
}

std::string policy_changes_text(JsonView outcome) {
  const auto changes = outcome["changes"].items();
  if (changes.empty()) return "Nothing changes.\n";
  std::string text = policy_change_lines(changes);
  if (outcome["needs_second_person"].truth())
    text += fmt::format("A second person has to agree: {}.\n", safe(outcome["why"]));
  return text;
}

Exit print_outcome(Session& session, JsonView outcome, const std::string& why_said) {
  const std::string kind = outcome["outcome"].text();
  const bool waits = kind == "proposed";
  if (session.options.json) {
    session.out() << outcome.dump() << "\n";
    return waits ? Exit::kRefused : Exit::kOk;
  }
  const RealTime now = session.now();
  if (waits) {
    session.out() << session.paint(Colour::kYellow, proposed_text(outcome, now, why_said));
  } else if (kind == "applied") {
    session.out() << applied_text(outcome);
  } else if (kind == "allowed") {
    session.out() << drill_allowed_text(outcome["consent"], now);
  } else if (kind == "preview") {
    session.out() << (outcome["preview"].exists() ? preview_text(outcome["preview"], true, now)
                                                  : policy_changes_text(outcome))
                  << "Nothing was done: this was a dry run.\n";
  } else {
    session.out() << placed_text(outcome, now);
  }
  return waits ? Exit::kRefused : Exit::kOk;
}

}  // namespace bulkhead::cli
