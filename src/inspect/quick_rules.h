// Rules that compare one TX variable with a number: half of what runs for every request, and hardly any of it matches.

#pragma once

#include <cstdint>
#include <vector>

#include "inspect/tx_store.h"
#include "program/rules/rule_program.h"

namespace bulkhead::inspect {

/// A rule whose first link asks `TX:name` or `&TX:name` a comparison with a constant, ready to be answered without text, operator
/// or list of values.
struct QuickRule {
  enum class Test : std::uint8_t { kNone, kEq, kNe, kGe, kLt, kGt, kLe };

  Test test = Test::kNone;
  bool is_count = false;
  /// A match does nothing but go on elsewhere: no action, no log, no end.
  bool is_silent = false;
  std::uint16_t slot = program::rules::kNone16;
  std::int64_t number = 0;
};

/// One for each link of the program; kNone for links that are no head or ask something else.
///
/// Cost  Reads every link once.
std::vector<QuickRule> quick_rules(const program::rules::RuleProgram& program);

/// True when the rule's first link matches. Requires: test is not kNone.
inline bool holds(const QuickRule& rule, TxStore& tx) {
  TxStore::Entry& entry = tx.slot(rule.slot);
  if (!rule.is_count && !entry.set) return false;
  const auto wide = [&]() -> std::int64_t {
    return rule.is_count ? (entry.set ? 1 : 0) : TxStore::wide_number_of_entry(entry);
  };
  // @eq reckons in 32 bits, the others in 64: operators/comparisons.cc.
  const auto narrow = [&]() -> std::int64_t {
    return rule.is_count ? (entry.set ? 1 : 0) : TxStore::number_of_entry(entry);
  };
  switch (rule.test) {
    case QuickRule::Test::kEq: return narrow() == rule.number;
    case QuickRule::Test::kNe: return narrow() != rule.number;
    case QuickRule::Test::kGe: return wide() >= rule.number;
    case QuickRule::Test::kLt: return wide() < rule.number;
    case QuickRule::Test::kGt: return wide() > rule.number;
    case QuickRule::Test::kLe: return wide() <= rule.number;
    case QuickRule::Test::kNone: break;
  }
  return false;
}

}  // namespace bulkhead::inspect
