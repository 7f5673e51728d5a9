#include "seclang/rule_reader.h"

#include <string>
#include <utility>

#include "seclang/action_list.h"
#include "seclang/operator_reader.h"
#include "seclang/target_reader.h"

namespace bulkhead::seclang {

void RuleReader::rule(const Order& order) {
  if (!has_words(order, 2, 3, R"(SecRule VARIABLES "OPERATOR" "ACTIONS")", context_)) return;
  const std::size_t errors = context_.findings.errors();
  DraftLink link;
  link.position = order.name.at();
  link.targets = read_targets(order.words[0].part, context_);
  if (auto op = read_operator(order.words[1].part, context_)) link.op = std::move(*op);
  if (order.words.size() > 2) link.actions = read_actions(order.words[2].part, context_);
  add_link(std::move(link), errors);
}

void RuleReader::action(const Order& order) {
  if (!has_words(order, 1, 1, R"(SecAction "ACTIONS")", context_)) return;
  const std::size_t errors = context_.findings.errors();
  DraftLink link;
  link.unconditional = true;
  link.position = order.name.at();
  link.op.position = link.position;
  link.actions = read_actions(order.words[0].part, context_);
  add_link(std::move(link), errors);
}

void RuleReader::add_link(DraftLink link, std::size_t errors_before) {
  const bool goes_on = link.actions.chain;
  if (chain_open_) {
    join_chain(std::move(link));
  } else {
    start_rule(std::move(link), context_.findings.errors() > errors_before);
  }
  chain_open_ = goes_on;
}

void RuleReader::start_rule(DraftLink link, bool had_errors) {
  const ActionList& actions = link.actions;
  if (draft_.rules.size() >= context_.limits.rules_max) {
    context_.over_limit(link.position, "too many rules", "rules_max", context_.limits.rules_max,
                        draft_.rules.size() + 1);
    return;
  }
  if (actions.id) {
    const auto [first, is_new] = ids_.try_emplace(*actions.id, link.position);
    if (!is_new) {
      context_.findings.error(actions.id_at, "id " + std::to_string(*actions.id) +
                                                 " is taken by the rule at " +
                                                 context_.findings.file(first->second.file).name + ':' +
                                                 std::to_string(first->second.line));
    }
  } else if (!had_errors) {
    context_.findings.error(link.position, "a rule needs an id: id:…");
  }
  if (!actions.phase && !had_errors) {
    context_.findings.warning(link.position, "no phase: the rule runs in phase 2", "write phase:2");
  }
  draft_.rules.emplace_back().links.push_back(std::move(link));
}

void RuleReader::join_chain(DraftLink link) {
  if (draft_.rules.empty()) return;  // Its first link was one rule too many.
  std::vector<DraftLink>& links = draft_.rules.back().links;
  const ActionList& actions = link.actions;
  if (links.size() >= context_.limits.chain_links_max) {
    context_.over_limit(link.position, "chain too long", "chain_links_max", context_.limits.chain_links_max,
                        links.size() + 1);
    return;
  }
  if (actions.id) {
    context_.findings.error(actions.id_at, "only the first rule of a chain has an id");
  }
  if (actions.disruptive) {
    context_.findings.error(actions.disruptive->position,
                            "only the first rule of a chain has a disruptive action");
  }
  if (actions.phase && *actions.phase != phase_of(draft_.rules.back())) {
    context_.findings.warning(actions.phase_at,
                              "a chain runs in the phase of its first rule, which is " +
                                  std::to_string(lexicon::index(phase_of(draft_.rules.back())) + 1));
  }
  links.push_back(std::move(link));
}

void RuleReader::expect_chain_closed() {
  if (!chain_open_ || draft_.rules.empty()) return;
  context_.findings.error(draft_.rules.back().links.back().actions.chain_at,
                          "no rule follows to go on with the chain");
}

void RuleReader::allow_only_defaults(const ActionList& actions) {
  for (const ActionList::Mention& mention : actions.mentions) {
    const lexicon::ActionGroup group = lexicon::group(mention.action);
    const bool identity = group == lexicon::ActionGroup::kMetadata &&
                          mention.action != lexicon::Action::kPhase &&
                          mention.action != lexicon::Action::kTag;
    const bool one_rule =
        group == lexicon::ActionGroup::kFlow || group == lexicon::ActionGroup::kVariable ||
        mention.action == lexicon::Action::kCapture || mention.action == lexicon::Action::kMultiMatch ||
        mention.action == lexicon::Action::kLogData || mention.action == lexicon::Action::kXmlNs;
    if (!identity && !one_rule) continue;
    context_.findings.error(mention.position,
                            std::string(lexicon::name(mention.action)) + " cannot be a default of all rules");
  }
  for (const auto& transformation : actions.transformations) {
    if (transformation) continue;
    context_.findings.error(actions.mentions.front().position, "t:none cannot be a default of all rules");
    return;
  }
}

void RuleReader::default_action(const Order& order) {
  if (!has_words(order, 1, 1, R"(SecDefaultAction "ACTIONS")", context_)) return;
  const std::size_t errors = context_.findings.errors();
  const Part list = order.words[0].part;
  if (list.size() > context_.limits.default_bytes_max) {
    context_.over_limit(list.at(), "defaults too long", "default_bytes_max",
                        context_.limits.default_bytes_max, list.size());
    return;
  }
  ActionList actions = read_actions(list, context_);
  allow_only_defaults(actions);
  if (context_.findings.errors() > errors) return;
  if (!actions.phase) {
    context_.findings.warning(order.name.at(), "no phase: these are the defaults of phase 2",
                              "write phase:2");
  }
  if (!actions.disruptive || actions.disruptive->block) {
    context_.findings.error(order.name.at(), "SecDefaultAction needs a disruptive action: pass, deny, …");
    return;
  }
  const lexicon::Phase phase = actions.phase.value_or(lexicon::Phase::kRequestBody);
  std::optional<ActionList>& slot = draft_.defaults[lexicon::index(phase)];
  if (slot) {
    context_.findings.error(order.name.at(),
                            "phase " + std::to_string(lexicon::index(phase) + 1) +
                                " has its defaults already: they hold for all rules of the phase");
    return;
  }
  slot = std::move(actions);
}

void RuleReader::marker(const Order& order) {
  if (!has_words(order, 1, 1, "SecMarker name", context_)) return;
  if (order.words[0].part.empty()) {
    context_.findings.error(order.words[0].part.at(), "a marker needs a name");
    return;
  }
  if (draft_.markers.size() >= context_.limits.markers_max) {
    context_.over_limit(order.name.at(), "too many markers", "markers_max", context_.limits.markers_max,
                        draft_.markers.size() + 1);
    return;
  }
  draft_.markers.push_back({unescaped(order.words[0].part.text()),
                            static_cast<std::uint32_t>(draft_.rules.size()), order.words[0].part.at()});
}

}  // namespace bulkhead::seclang
