// What people at the gateway do in the scenario: the officer's commands, and the one switch of "off by hand".

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "drill/scenario/keys.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/sections.h"
#include "drill/scenario/values.h"
#include "policy/scalars.h"
#include "posture/order.h"

namespace bulkhead::drill {

using policy::Fields;
using policy::Findings;
using policy::Spot;

namespace {

using Limits = ScenarioLimits;
using Services = std::span<const std::string>;

constexpr std::array<std::string_view, 6> kCommands = {"close", "guard",  "lockdown",
                                                       "open",  "reopen", "undo"};
/// Where the daemon is and who asks is the drill's to say.
constexpr std::array<std::string_view, 5> kDrillsOwn = {"--state", "--socket", "--url", "--token-file",
                                                        "--ca-file"};

/// A name behind the command, before its first option.
void check_scope(const Spot& word, Services services, Findings& findings) {
  const std::string& text = word.node->text;
  const Result<posture::Scope> scope = posture::parse_scope(text);
  if (!scope) {
    findings.error(word.place(), "is no service or compartment", "a service's name, or compartment:NAME");
  } else if (scope->kind == posture::ScopeKind::kService &&
             std::ranges::find(services, scope->name) == services.end()) {
    refuse_unknown_service(word.place(), scope->name, services, findings);
  }
}

void check_words(std::span<const Spot> words, Services services, Findings& findings) {
  const std::string& command = words.front().node->text;
  if (std::ranges::find(kCommands, command) == kCommands.end()) {
    findings.error(words.front().place(), "is no command of the officer's",
                   fmt::format("one of: {}", fmt::join(kCommands, ", ")));
    return;
  }
  bool before_options = command != "undo";  // whose argument is an order
  for (const Spot& word : words.subspan(1)) {
    const std::string& text = word.node->text;
    before_options = before_options && !text.starts_with('-');
    if (before_options) check_scope(word, services, findings);
    if (std::ranges::find(kDrillsOwn, text.substr(0, text.find('='))) != kDrillsOwn.end())
      findings.error(word.place(), "the drill itself says where the daemon is", "remove it and its value");
  }
}

std::vector<std::string> read_words(const Spot& spot, Services services, Findings& findings) {
  std::vector<std::string> words;
  const std::vector<Spot> items = policy::read_list(spot, Limits::kWordsPerActMax, false, findings);
  for (const Spot& item : items)
    if (auto word = policy::read_line(item, Limits::kWordBytesMax, findings))
      words.push_back(std::move(*word));
  if (!items.empty() && words.size() == items.size()) check_words(items, services, findings);
  return words;
}

}  // namespace

std::vector<OfficerAct> read_officer(const Spot& spot, Milliseconds ends, Services services,
                                     Findings& findings) {
  std::vector<OfficerAct> acts;
  Milliseconds before{0};
  for (const Spot& item : policy::read_list(spot, Limits::kActsMax, true, findings)) {
    const Fields fields(item, kOfficerActShape, findings);
    OfficerAct act;
    if (const auto at = fields.find("at")) {
      act.at = policy::read_duration(*at, Milliseconds(0), ends, findings).value_or(before);
      if (act.at < before)
        findings.error(at->place(), "is before the act above it", "acts in the order in which they are done");
      before = std::max(before, act.at);
    }
    if (const auto at = fields.find("run")) act.words = read_words(*at, services, findings);
    acts.push_back(std::move(act));
  }
  return acts;
}

std::optional<OffByHand> read_off_by_hand(const Spot& spot, Milliseconds ends, Services services,
                                          Findings& findings) {
  const Fields fields(spot, kOffByHandShape, findings);
  OffByHand closure{Milliseconds(0), ends, {}};
  if (const auto at = fields.find("at"))
    closure.at = policy::read_duration(*at, Milliseconds(0), ends, findings).value_or(closure.at);
  if (const auto at = fields.find("back_at")) {
    closure.back_at = policy::read_duration(*at, Milliseconds(0), ends, findings).value_or(ends);
    if (closure.back_at <= closure.at)
      findings.error(at->place(), "everything is back before it was off", "later than `at`");
  }
  if (const auto at = fields.find("except")) closure.except = read_services(*at, true, services, findings);
  return closure;
}

}  // namespace bulkhead::drill
