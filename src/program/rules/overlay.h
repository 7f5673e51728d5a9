// What one service changes of a rule program: many services share the program, each has its overlay.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "match/regex/program.h"
#include "program/rules/layout.h"

namespace bulkhead::program::rules {

/// A TX variable that the service sets before the first rule and that no rule may change: paranoia and thresholds.
struct PinnedTx {
  std::uint16_t slot = kNone16;
  std::int64_t number = 0;
};

/// What rules do not look at in this service.
struct Exclusion {
  /// Set of links; as in the program.
  std::span<const std::uint64_t> links;
  /// Nothing: the rules do not run at all.
  std::optional<std::uint8_t> variable;
  /// With neither: the whole collection. Letters in any case.
  std::string_view name;
  const match::regex::Program* pattern = nullptr;
  /// Only requests whose path begins with these segments; empty: all.
  std::string_view route;
};

/// Ownership  Views only; the image holds the bytes.
struct Overlay {
  EngineMode mode = EngineMode::kOn;
  /// `mode` counts, whatever SecRuleEngine says: what a service does is the policy's word, and a line in a file of rules must not
  /// take it back in silence. Else the milder of the two counts. ctl:ruleEngine can only make it milder.
  bool decides_mode = false;
  std::span<const PinnedTx> pinned;
  std::span<const Exclusion> exclusions;
};

}  // namespace bulkhead::program::rules
