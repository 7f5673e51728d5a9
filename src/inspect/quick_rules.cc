#include "inspect/quick_rules.h"

#include "lexicon/operator.h"
#include "lexicon/variable.h"

namespace bulkhead::inspect {

namespace {

using program::rules::Disruption;
using program::rules::LinkFlags;
using program::rules::LinkRecord;
using program::rules::RuleProgram;
using Test = QuickRule::Test;

Test test_of(const LinkRecord& link) {
  const bool negated = (link.flags & LinkFlags::kNegated) != 0;
  switch (static_cast<lexicon::Operator>(link.op)) {
    case lexicon::Operator::kEq: return negated ? Test::kNe : Test::kEq;
    case lexicon::Operator::kGe: return negated ? Test::kLt : Test::kGe;
    case lexicon::Operator::kGt: return negated ? Test::kLe : Test::kGt;
    case lexicon::Operator::kLe: return negated ? Test::kGt : Test::kLe;
    case lexicon::Operator::kLt: return negated ? Test::kGe : Test::kLt;
    default: return Test::kNone;
  }
}

bool is_silent(const RuleProgram& program, const LinkRecord& link) {
  const bool does_nothing = link.rest == 0 && link.actions == 0 && link.after == 0;
  const bool ends_nothing = link.disruption == Disruption::kNothing || link.disruption == Disruption::kPass;
  return does_nothing && ends_nothing && (link.flags & (LinkFlags::kLog | LinkFlags::kCapture)) == 0 &&
         program.metadata(link).severity == program::rules::kNone8;
}

QuickRule quick_rule(const RuleProgram& program, const LinkRecord& link) {
  constexpr std::uint16_t kOther = LinkFlags::kUnconditional | LinkFlags::kMultiMatch;
  if ((link.flags & kOther) != 0 || (link.flags & LinkFlags::kConstantOperand) == 0) return {};
  if (link.node != 0 || link.targets != 1) return {};
  const auto& target = program.targets(link).front();
  if (static_cast<lexicon::Variable>(target.variable) != lexicon::Variable::kTx ||
      target.tx_slot == program::rules::kNone16 || (target.flags & program::rules::kExclude) != 0) {
    return {};
  }
  QuickRule rule;
  rule.test = test_of(link);
  rule.is_count = (target.flags & program::rules::kCount) != 0;
  rule.is_silent = is_silent(program, link);
  rule.slot = target.tx_slot;
  rule.number = link.number;
  return rule;
}

}  // namespace

std::vector<QuickRule> quick_rules(const RuleProgram& program) {
  std::vector<QuickRule> rules(program.links().size());
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (program::rules::contains(program.heads(), i)) rules[i] = quick_rule(program, program.link(i));
  }
  return rules;
}

}  // namespace bulkhead::inspect
