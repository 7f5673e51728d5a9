#include "cli/inspect/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "cli/policy_file.h"

namespace bulkhead::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownBytesMax = 160;

std::string in_quotes(std::string_view text) {
  return "\"" + escape_terminal(cut(text, kShownBytesMax)) + "\"";
}

std::string verdict_line(const Trial& trial, const Session& session) {
  const std::string by = trial.rule != 0 ? fmt::format(" by rule {}", trial.rule) : "";
  const std::string why = trial.why.empty() ? "" : ": " + escape_terminal(trial.why);
  switch (trial.verdict) {
    case Verdict::kPasses: return session.paint(Colour::kGreen, "PASSES") + "\n";
    case Verdict::kWouldBeRefused:
      return session.paint(Colour::kYellow, "PASSES, and would be refused" + by + " if the mode were block") +
             "\n";
    case Verdict::kRefused: break;
  }
  const std::string status = trial.status == 0 ? "" : fmt::format(" with {}", trial.status);
  return session.paint(Colour::kRed, "REFUSED" + by + status) + why + "\n";
}

std::string rule_text(const MatchedRule& rule) {
  std::string text = fmt::format("  {}  phase {}  {}{}\n", rule.id, rule.phase,
                                 rule.severity.empty() ? "" : rule.severity + "  ",
                                 escape_terminal(cut(rule.message, kShownBytesMax)));
  text += fmt::format("      {} = {}\n", escape_terminal(cut(rule.target, kShownBytesMax)),
                      in_quotes(rule.value));
  if (!rule.matched.empty() && rule.matched != rule.value)
    text += fmt::format("      matched {}\n", in_quotes(rule.matched));
  if (!rule.log_data.empty())
    text += fmt::format("      {}\n", escape_terminal(cut(rule.log_data, kShownBytesMax)));
  return text;
}

std::string asked_text(const AskedValue& asked, std::uint32_t head) {
  std::string text = asked.link == head ? "      " : fmt::format("      chain {}: ", asked.link - head);
  text += escape_terminal(asked.target) + " " + in_quotes(asked.original);
  if (asked.text != asked.original) text += " -> " + in_quotes(asked.text);
  return text + (asked.matched ? "  MATCHED\n" : "\n");
}

std::string trace_text(const TraceRecorder& trace) {
  std::string text;
  std::uint32_t phase = 0;
  for (const TracedRule& rule : trace.rules()) {
    if (rule.phase != phase) text += fmt::format("\nPhase {}\n", phase = rule.phase);
    if (rule.not_run_before != 0)
      text += "  (" + counted(rule.not_run_before, "rule") + " that nothing here can match)\n";
    text += fmt::format("  {} {}{}\n", rule.id, rule.op, rule.matched ? " matched" : "");
    for (const AskedValue& asked : rule.asked) text += asked_text(asked, rule.head);
    if (rule.jumped != 0) text += "      skips " + counted(rule.jumped, "rule") + "\n";
  }
  text += fmt::format("\n{} rules were run; {} were not, because nothing in the request can match them.\n",
                      trace.rules_run(), trace.rules_not_run());
  if (trace.is_cut()) text += "The trace is cut: it has more rules or values than are kept.\n";
  return text;
}

Json trace_json(const TraceRecorder& trace) {
  Json rules = Json::array();
  for (const TracedRule& rule : trace.rules()) {
    Json asked = Json::array();
    for (const AskedValue& one : rule.asked)
      asked.push_back({{"link", one.link - rule.head},
                       {"target", one.target},
                       {"value", one.original},
                       {"transformed", one.text},
                       {"matched", one.matched}});
    rules.push_back({{"phase", rule.phase},
                     {"id", rule.id},
                     {"op", rule.op},
                     {"matched", rule.matched},
                     {"not_run_before", rule.not_run_before},
                     {"skips", rule.jumped},
                     {"asked", std::move(asked)}});
  }
  return {{"run", trace.rules_run()},
          {"not_run", trace.rules_not_run()},
          {"cut", trace.is_cut()},
          {"rules", std::move(rules)}};
}

}  // namespace

std::string trial_text(const Trial& trial, const TraceRecorder* trace, const Session& session) {
  std::string text = verdict_line(trial, session);
  if (!trial.service.empty())
    text +=
        fmt::format("Service {}, {}, {} rules\n", escape_terminal(trial.service), trial.mode, trial.rules);
  for (const auto& [score, value] : trial.scores)
    text += fmt::format("  tx.{} = {}\n", score, escape_terminal(cut(value, kShownBytesMax)));
  if (!trial.matched.empty()) text += "\nRules that matched and are logged:\n";
  for (const MatchedRule& rule : trial.matched) text += rule_text(rule);
  if (trace != nullptr) text += trace_text(*trace);
  return text;
}

std::string trial_json(const Trial& trial, const TraceRecorder* trace) {
  Json scores = Json::object();
  for (const auto& [score, value] : trial.scores) scores[score] = value;
  Json matched = Json::array();
  for (const MatchedRule& rule : trial.matched)
    matched.push_back({{"id", rule.id},
                       {"phase", rule.phase},
                       {"severity", rule.severity},
                       {"message", rule.message},
                       {"data", rule.log_data},
                       {"target", rule.target},
                       {"value", rule.value},
                       {"matched", rule.matched},
                       {"refuses", rule.refuses}});
  Json json{{"verdict", name(trial.verdict)},
            {"status", trial.status},
            {"rule", trial.rule},
            {"why", trial.why},
            {"service", trial.service},
            {"mode", trial.mode},
            {"rules", trial.rules},
            {"scores", std::move(scores)},
            {"matched", std::move(matched)}};
  if (trace != nullptr) json["trace"] = trace_json(*trace);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bulkhead::cli
