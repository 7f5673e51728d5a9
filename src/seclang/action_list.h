// A list of actions, read but not yet merged with defaults and updates. Internal.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seclang/context.h"
#include "seclang/rule.h"

namespace bulkhead::seclang {

/// A disruptive action. `block` stands for whatever the defaults of the phase say.
struct Disruptive {
  Disruption disruption = Disruption::kPass;
  bool block = false;
  Text redirect;
  Position position;
};

/// `log`, `nolog`, `auditlog`, `noauditlog`, in the order of the rule.
using LogWords = std::vector<lexicon::Action>;

/// What a list says, each action where it will be looked for. Later ones replace earlier ones where only one counts.
struct ActionList {
  std::optional<std::uint64_t> id;
  Position id_at;
  std::optional<lexicon::Phase> phase;
  Position phase_at;
  std::optional<Disruptive> disruptive;
  std::optional<std::uint16_t> status;
  LogWords logging;
  bool chain = false;
  Position chain_at;
  std::optional<std::uint32_t> skip;
  std::optional<std::string> skip_after;
  Position skip_at;
  /// In order; nothing is `none`.
  std::vector<std::optional<lexicon::Transformation>> transformations;
  bool multi_match = false;
  bool capture = false;
  std::vector<Step> steps;
  std::optional<Text> message;
  std::optional<Text> log_data;
  std::vector<Text> tags;
  std::optional<lexicon::Severity> severity;
  std::optional<std::string> revision;
  std::optional<std::string> version;
  std::optional<std::uint32_t> maturity;
  std::optional<std::uint32_t> accuracy;
  /// Every action with its place, for those who allow only some.
  struct Mention {
    lexicon::Action action;
    Position position;
  };
  std::vector<Mention> mentions;
};

/// Reads `id:1,phase:2,msg:'…'`. What is wrong is reported and left out.
ActionList read_actions(Part list, Context& context);

}  // namespace bulkhead::seclang
