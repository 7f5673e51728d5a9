#include "seclang/exclusions.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bulkhead::seclang {

namespace {

struct LinkIndex {
  std::size_t rule;
  std::size_t link;
};

/// Rules by id, links by tag and by message.
class Reach {
 public:
  explicit Reach(Draft& draft) : draft_(draft) {
    for (std::size_t i = 0; i < draft.rules.size(); ++i) {
      const DraftRule& rule = draft.rules[i];
      if (rule.head().id) by_id_.emplace_back(*rule.head().id, i);
      for (std::size_t j = 0; j < rule.links.size(); ++j) add(rule.links[j].actions, {i, j});
    }
    std::ranges::sort(by_id_);
    removals_.resize(by_id_.size() + 1);
  }

  /// Notes that these ids go; false when no rule has any of them. Ranges may overlap any number of times, so they are
  /// only counted here, and sweep() looks at each rule once.
  bool remove(const IdRange& ids) {
    const std::size_t first = first_from(ids.first);
    const std::size_t behind = first_from(ids.last + 1);
    if (first == behind) return false;
    ++removals_[first];
    --removals_[behind];
    return true;
  }

  /// Takes away the rules that remove() was told of.
  void sweep() {
    std::int64_t removals = 0;
    for (std::size_t i = 0; i < by_id_.size(); ++i) {
      removals += removals_[i];
      if (removals > 0) draft_.rules[by_id_[i].second].removed = true;
    }
  }

  /// Calls `take` with the links that `exclusion` names, until it returns false; only with first links where whole rules
  /// are meant.
  template <typename Take>
  void each(const Exclusion& exclusion, Take take) const {
    if (exclusion.by == Exclusion::By::kId) {
      for (const IdRange& ids : exclusion.ids) each_id(ids, take);
      return;
    }
    const auto& index = exclusion.by == Exclusion::By::kTag ? by_tag_ : by_message_;
    const auto found = index.find(exclusion.match);
    if (found == index.end()) return;
    for (const LinkIndex& at : found->second) {
      const bool meant = at.link == 0 || exclusion.what == Exclusion::What::kTargets;
      if (meant && !take(draft_.rules[at.rule], at.link)) return;
    }
  }

 private:
  void add(const ActionList& actions, LinkIndex at) {
    for (const Text& tag : actions.tags) by_tag_[tag.spelled()].push_back(at);
    if (actions.message) by_message_[actions.message->spelled()].push_back(at);
  }

  template <typename Take>
  void each_id(const IdRange& ids, Take take) const {
    for (std::size_t i = first_from(ids.first); i < by_id_.size() && by_id_[i].first <= ids.last; ++i) {
      if (!take(draft_.rules[by_id_[i].second], std::size_t{0})) return;
    }
  }

  /// Index of the first rule whose id is `id` or more.
  std::size_t first_from(std::uint64_t id) const {
    const auto at = std::ranges::lower_bound(by_id_, std::pair<std::uint64_t, std::size_t>(id, 0));
    return static_cast<std::size_t>(at - by_id_.begin());
  }

  Draft& draft_;
  std::vector<std::pair<std::uint64_t, std::size_t>> by_id_;
  std::vector<std::int64_t> removals_;  ///< How many more ranges cover this rule than the one before it.
  std::unordered_map<std::string, std::vector<LinkIndex>> by_tag_;
  std::unordered_map<std::string, std::vector<LinkIndex>> by_message_;
};

template <typename Value>
void replace(Value& value, const Value& with) {
  if (with) value = with;
}

template <typename Value>
void append(std::vector<Value>& values, const std::vector<Value>& more) {
  values.insert(values.end(), more.begin(), more.end());
}

/// What the update says counts; lists grow at their end.
void update(ActionList& actions, const ActionList& with) {
  replace(actions.disruptive, with.disruptive);
  replace(actions.status, with.status);
  replace(actions.skip, with.skip);
  replace(actions.skip_after, with.skip_after);
  if (with.skip || with.skip_after) actions.skip_at = with.skip_at;
  replace(actions.message, with.message);
  replace(actions.log_data, with.log_data);
  replace(actions.severity, with.severity);
  replace(actions.revision, with.revision);
  replace(actions.version, with.version);
  replace(actions.maturity, with.maturity);
  replace(actions.accuracy, with.accuracy);
  actions.multi_match |= with.multi_match;
  actions.capture |= with.capture;
  append(actions.logging, with.logging);
  append(actions.steps, with.steps);
  append(actions.tags, with.tags);
  // The rule's own transformations stay; of the update's only those behind its last `none`.
  const auto none = std::find(with.transformations.rbegin(), with.transformations.rend(), std::nullopt);
  actions.transformations.insert(actions.transformations.end(), none.base(), with.transformations.end());
}

class Applier {
 public:
  Applier(Draft& draft, Context& context) : draft_(draft), context_(context), reach_(draft) {}

  void apply(const Exclusion& exclusion);
  void finish() { reach_.sweep(); }

 private:
  bool apply_to(DraftRule& rule, std::size_t link, const Exclusion& exclusion);

  Draft& draft_;
  Context& context_;
  Reach reach_;
  std::set<std::pair<Exclusion::By, std::string>> removed_;
  std::size_t bytes_ = 0;  ///< What updates have added.
};

void Applier::apply(const Exclusion& exclusion) {
  bool reached = false;
  if (exclusion.what == Exclusion::What::kRemove && exclusion.by == Exclusion::By::kId) {
    for (const IdRange& ids : exclusion.ids) reached |= reach_.remove(ids);
  } else if (exclusion.what == Exclusion::What::kRemove &&
             !removed_.emplace(exclusion.by, exclusion.match).second) {
    return;  // All it reaches is gone.
  } else {
    reach_.each(exclusion, [&](DraftRule& rule, std::size_t link) {
      reached = true;
      return apply_to(rule, link, exclusion);
    });
  }
  if (reached) return;
  switch (exclusion.by) {
    case Exclusion::By::kId: context_.findings.warning(exclusion.position, "no rule has this id"); return;
    case Exclusion::By::kTag:
      context_.findings.warning(exclusion.position, "no rule has the tag " + quoted(exclusion.match),
                                "tags are compared as a whole, not as patterns");
      return;
    case Exclusion::By::kMessage:
      context_.findings.warning(exclusion.position, "no rule has the message " + quoted(exclusion.match),
                                "messages are compared as a whole, not as patterns");
      return;
  }
}

bool Applier::apply_to(DraftRule& rule, std::size_t link, const Exclusion& exclusion) {
  DraftLink& reached = rule.links[link];
  if (exclusion.bytes > context_.limits.update_bytes_max - bytes_) {
    context_.over_limit(exclusion.position, "updates add too much", "update_bytes_max",
                        context_.limits.update_bytes_max, bytes_ + exclusion.bytes);
    return false;
  }
  bytes_ += exclusion.bytes;
  switch (exclusion.what) {
    case Exclusion::What::kRemove: rule.removed = true; return true;
    case Exclusion::What::kTargets:
      if (reached.unconditional) return true;  // It looks at nothing.
      if (reached.targets.size() + exclusion.targets.size() > context_.limits.variables_max) {
        context_.over_limit(exclusion.position, "too many variables in an updated rule", "variables_max",
                            context_.limits.variables_max, reached.targets.size() + exclusion.targets.size());
        return false;
      }
      append(reached.targets, exclusion.targets);
      return true;
    case Exclusion::What::kActions: {
      const std::size_t steps = reached.actions.mentions.size() + exclusion.actions.mentions.size();
      if (steps > context_.limits.actions_max) {
        context_.over_limit(exclusion.position, "too many actions in an updated rule", "actions_max",
                            context_.limits.actions_max, steps);
        return false;
      }
      append(reached.actions.mentions, exclusion.actions.mentions);
      update(reached.actions, exclusion.actions);
      return true;
    }
  }
  return true;
}

}  // namespace

void apply_exclusions(Draft& draft, Context& context) {
  if (draft.exclusions.empty()) return;
  Applier applier(draft, context);
  for (const Exclusion& exclusion : draft.exclusions) applier.apply(exclusion);
  applier.finish();
}

}  // namespace bulkhead::seclang
