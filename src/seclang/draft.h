// What has been read so far, before defaults, removals and updates are applied. Internal.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "lexicon/phase.h"
#include "seclang/action_list.h"
#include "seclang/rule_set.h"

namespace bulkhead::seclang {

/// A SecRule or SecAction as it is written.
struct DraftLink {
  ActionList actions;
  std::vector<Target> targets;
  Operator op;
  bool unconditional = false;
  Position position;
};

/// One rule with its chain.
struct DraftRule {
  std::vector<DraftLink> links;
  bool removed = false;

  const ActionList& head() const { return links.front().actions; }
};

/// SecRuleRemove… and SecRuleUpdate…
struct Exclusion {
  enum class What : std::uint8_t { kRemove, kTargets, kActions };
  enum class By : std::uint8_t { kId, kTag, kMessage };

  What what = What::kRemove;
  By by = By::kId;
  std::vector<IdRange> ids;
  std::string match;  ///< The tag or message, compared as a whole.
  std::vector<Target> targets;
  ActionList actions;
  std::size_t bytes = 0;  ///< Of the list of variables or actions.
  Position position;
};

struct Draft {
  std::vector<DraftRule> rules;
  std::vector<Marker> markers;  ///< `before_rule` counts `rules`.
  std::vector<Exclusion> exclusions;
  std::array<std::optional<ActionList>, lexicon::kPhases> defaults;
  Settings settings;
};

/// Every link's phase: the one its first link names, or the language's default.
lexicon::Phase phase_of(const DraftRule& rule);

}  // namespace bulkhead::seclang
