#include "seclang/finish.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace bulkhead::seclang {

namespace {

using lexicon::Action;

constexpr std::uint16_t kDenyStatus = 403;
constexpr std::uint16_t kRedirectStatus = 302;

/// The defaults of a phase; an empty list where there are none.
const ActionList& defaults_of(const Draft& draft, lexicon::Phase phase) {
  static const ActionList kNone;
  const auto& defaults = draft.defaults[lexicon::index(phase)];
  return defaults ? *defaults : kNone;
}

std::vector<lexicon::Transformation> transformations(const ActionList& defaults, const ActionList& own) {
  std::vector<lexicon::Transformation> all;
  const auto none = std::find(own.transformations.rbegin(), own.transformations.rend(), std::nullopt);
  if (none == own.transformations.rend()) {
    for (const auto& one : defaults.transformations) {
      if (one) all.push_back(*one);
    }
  }
  for (auto one = none.base(); one != own.transformations.end(); ++one) all.push_back(**one);
  return all;
}

Link finish_link(DraftLink& draft, const ActionList& defaults, Context& context) {
  Link link;
  link.unconditional = draft.unconditional;
  link.targets = std::move(draft.targets);
  link.op = std::move(draft.op);
  link.transformations = transformations(defaults, draft.actions);
  if (link.transformations.size() > context.limits.transformations_max) {
    context.over_limit(draft.position, "too many transformations", "transformations_max",
                       context.limits.transformations_max, link.transformations.size());
  }
  link.multi_match = draft.actions.multi_match;
  link.capture = draft.actions.capture;
  link.steps = std::move(draft.actions.steps);
  if (draft.actions.message) link.message = std::move(*draft.actions.message);
  if (draft.actions.log_data) link.log_data = std::move(*draft.actions.log_data);
  link.tags = std::move(draft.actions.tags);
  link.severity = draft.actions.severity;
  link.position = draft.position;
  return link;
}

void apply_logging(Rule& rule, const LogWords& words) {
  for (const Action word : words) {
    switch (word) {
      case Action::kLog: rule.log = true; break;
      case Action::kNoLog: rule.log = rule.audit_log = false; break;
      case Action::kAuditLog: rule.audit_log = true; break;
      case Action::kNoAuditLog: rule.audit_log = false; break;
      default: break;
    }
  }
}

/// The last link speaks first: the first one, which people read, has the last word.
void apply_logging(Rule& rule, const DraftRule& draft, const ActionList& defaults) {
  apply_logging(rule, defaults.logging);
  for (auto link = draft.links.rbegin(); link != draft.links.rend(); ++link) {
    apply_logging(rule, link->actions.logging);
  }
}

std::optional<std::uint16_t> said_status(const DraftRule& draft, const ActionList& defaults) {
  for (const DraftLink& link : draft.links) {
    if (link.actions.status) return link.actions.status;
  }
  return defaults.status;
}

void apply_disruption(Rule& rule, const DraftRule& draft, const ActionList& defaults) {
  const std::optional<Disruptive>* said = &draft.head().disruptive;
  rule.block = *said && (*said)->block;
  if (rule.block) said = &defaults.disruptive;
  if (*said) {
    rule.disruption = (*said)->disruption;
    rule.redirect = (*said)->redirect;
  }
  const std::optional<std::uint16_t> status = said_status(draft, defaults);
  if (rule.disruption == Disruption::kRedirect) {
    rule.status = status && *status >= 301 && *status <= 307 ? *status : kRedirectStatus;
  } else if (rule.disruption == Disruption::kDeny || rule.disruption == Disruption::kDrop) {
    rule.status = status.value_or(kDenyStatus);
  }
}

/// The first link that says anything about it.
void apply_skip(Rule& rule, DraftRule& draft) {
  for (DraftLink& link : draft.links) {
    if (rule.skip == 0 && link.actions.skip) rule.skip = *link.actions.skip;
    if (rule.skip_after.empty() && link.actions.skip_after)
      rule.skip_after = std::move(*link.actions.skip_after);
  }
}

Position skip_position(const DraftRule& draft) {
  for (const DraftLink& link : draft.links) {
    if (link.actions.skip_after) return link.actions.skip_at;
  }
  return draft.links.front().position;
}

Rule finish_rule(DraftRule& draft, const ActionList& defaults, lexicon::Phase phase, Context& context) {
  Rule rule;
  rule.id = draft.head().id.value_or(0);
  rule.phase = phase;
  rule.position = draft.links.front().position;
  apply_disruption(rule, draft, defaults);
  apply_logging(rule, draft, defaults);
  apply_skip(rule, draft);
  const ActionList& head = draft.head();
  rule.revision = head.revision.value_or("");
  rule.version = head.version.value_or("");
  rule.maturity = head.maturity.value_or(0);
  rule.accuracy = head.accuracy.value_or(0);
  for (DraftLink& link : draft.links) rule.links.push_back(finish_link(link, defaults, context));
  std::ranges::copy(defaults.tags, std::back_inserter(rule.links.front().tags));
  return rule;
}

/// Markers by name, each name's in order.
class Markers {
 public:
  explicit Markers(const std::vector<Marker>& markers) : markers_(markers) {
    for (std::uint32_t i = 0; i < markers.size(); ++i) by_name_[markers[i].name].push_back(i);
  }

  void find(Rule& rule, std::uint32_t index, Position position, Context& context) const {
    if (rule.skip_after.empty()) return;
    const auto found = by_name_.find(rule.skip_after);
    if (found == by_name_.end()) {
      context.findings.error(position, "no SecMarker " + quoted(rule.skip_after) + " to skip to");
      return;
    }
    const std::vector<std::uint32_t>& all = found->second;
    const auto behind = std::ranges::upper_bound(
        all, index, {}, [&](std::uint32_t marker) { return markers_[marker].before_rule; });
    if (behind != all.end()) {
      rule.skip_marker = *behind;
      return;
    }
    context.findings.warning(position, "SecMarker " + quoted(rule.skip_after) +
                                           " stands before this rule: skipping ends the phase");
  }

 private:
  const std::vector<Marker>& markers_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_name_;
};

}  // namespace

lexicon::Phase phase_of(const DraftRule& rule) {
  return rule.head().phase.value_or(lexicon::Phase::kRequestBody);
}

RuleSet finish(Draft draft, Context& context) {
  RuleSet set;
  set.settings = std::move(draft.settings);
  set.markers = std::move(draft.markers);
  std::vector<Position> skip_positions;
  std::size_t marker = 0;
  for (std::size_t i = 0; i < draft.rules.size(); ++i) {
    // A marker counts the rules that are left.
    for (; marker < set.markers.size() && set.markers[marker].before_rule <= i; ++marker) {
      set.markers[marker].before_rule = static_cast<std::uint32_t>(set.rules.size());
    }
    DraftRule& rule = draft.rules[i];
    if (rule.removed) continue;
    skip_positions.push_back(skip_position(rule));
    const lexicon::Phase phase = phase_of(rule);
    set.rules.push_back(finish_rule(rule, defaults_of(draft, phase), phase, context));
  }
  for (; marker < set.markers.size(); ++marker) {
    set.markers[marker].before_rule = static_cast<std::uint32_t>(set.rules.size());
  }
  const Markers markers(set.markers);
  for (std::uint32_t i = 0; i < set.rules.size(); ++i) {
    markers.find(set.rules[i], i, skip_positions[i], context);
  }
  set.files = context.findings.file_names();
  return set;
}

}  // namespace bulkhead::seclang
