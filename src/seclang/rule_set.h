// Checked rules: what parse() gives and the compiler takes.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "seclang/position.h"
#include "seclang/rule.h"
#include "seclang/settings.h"

namespace bulkhead::seclang {

/// `SecMarker name`: where skipAfter goes on.
struct Marker {
  std::string name;
  std::uint32_t before_rule = 0;  ///< Index of the first rule behind it; rules.size() when it is the last.
  Position position;
};

/// Rules in the order of the files, with everything applied: defaults, removals, updates. Rules of one phase run in this
/// order; a marker stands in every phase.
///
/// Ownership  Owns its texts.
/// Threads    Immutable for its users.
struct RuleSet {
  std::vector<std::string> files;  ///< What Position::file counts.
  std::vector<Rule> rules;
  std::vector<Marker> markers;
  Settings settings;
};

}  // namespace bulkhead::seclang
