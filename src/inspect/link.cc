#include "inspect/link.h"

#include <algorithm>

#include "inspect/actions/action.h"
#include "inspect/exclusion.h"
#include "inspect/findings.h"
#include "inspect/forms.h"
#include "inspect/matched.h"
#include "inspect/operators/operator.h"
#include "inspect/templates.h"
#include "inspect/trace.h"
#include "inspect/variables/made_parts.h"
#include "inspect/variables/variables.h"
#include "lexicon/operator.h"

namespace bulkhead::inspect {

namespace {

using operators::Match;
using program::rules::kNone16;
using program::rules::LinkFlags;

// What a rule has found so far: the latest match, which is what its finding will say.
struct RuleRun {
  std::uint32_t head = 0;
  FoundAt found;
};

class LinkRun {
 public:
  LinkRun(State& state, RuleRun& run, std::uint32_t index)
      : state_(state), run_(run), index_(index), link_(state.program.link(index)) {}

  // True when this link and all that follow in the chain have matched.
  bool run() {
    state_.current = &link_;
    bool matched = false;
    if ((link_.flags & LinkFlags::kUnconditional) != 0) {
      matched = true;
      run_actions(state_.program.actions(link_));
    } else {
      matched = look();
      if (!matched) state_.matched.clear();
    }
    if (!matched) return false;
    if (link_.rest > 0 && !LinkRun(state_, run_, index_ + 1).run()) return false;
    state_.current = &link_;
    run_actions(state_.program.after_actions(link_));
    return true;
  }

 private:
  bool look() {
    function_ = operators::function(link_.op);
    if (function_ == nullptr) return false;
    has_argument_ = !own_operand();
    if (has_argument_ && is_constant()) argument_ = expand(state_, link_.operand);
    bool matched = false;
    for (const TargetRecord& target : state_.program.targets(link_)) {
      if ((target.flags & program::rules::kExclude) != 0) continue;
      if (target_is_removed(state_, index_, run_.head, target)) continue;
      matched |=
          (target.flags & program::rules::kCount) != 0 ? look_at_count(target) : look_at_values(target);
      if (state_.overrun == Overrun::kBudget || state_.overrun == Overrun::kMemory) break;
    }
    return matched;
  }

  bool is_constant() const { return (link_.flags & LinkFlags::kConstantOperand) != 0; }

  // Operators with an operand of their own: `operand` is no template.
  bool own_operand() const {
    using lexicon::Operator;
    switch (static_cast<Operator>(link_.op)) {
      case Operator::kPm:
      case Operator::kPmFromFile:
      case Operator::kIpMatch:
      case Operator::kIpMatchFromFile:
      case Operator::kValidateByteRange:
      case Operator::kVerifyCc:
      case Operator::kVerifyCpf:
      case Operator::kVerifySsn:
      case Operator::kVerifySvnr: return true;
      case Operator::kEq:
      case Operator::kGe:
      case Operator::kGt:
      case Operator::kLe:
      case Operator::kLt:
      case Operator::kRx:
      case Operator::kRxGlobal: return is_constant();
      default: return false;
    }
  }

  bool look_at_count(const TargetRecord& target) {
    Value value{{}, number_text(state_, static_cast<std::int64_t>(count_values(state_, target)))};
    return look_at(target, value);
  }

  bool look_at_values(const TargetRecord& target) {
    if (target.tx_slot != kNone16 && static_cast<Variable>(target.variable) == Variable::kTx)
      return look_at_tx(target);
    const bool scanned = (target.flags & program::rules::kScanned) != 0;
    const TargetLists lists = lists_of(state_, target);
    bool matched = false;
    for (std::size_t i = 0; i < lists.count; ++i) {
      for (Value& value : lists.lists[i]) {
        if (scanned && (value.survivors == nullptr ||
                        !program::rules::contains({value.survivors, state_.program.words()}, index_))) {
          continue;
        }
        if (!selected(state_, target, value.key)) continue;
        if (value_is_excluded(state_, index_, run_.head, target, value.key)) continue;
        const bool here = look_at(target, value);
        matched |= here;
        if (scanned && !here && state_.overrun == Overrun::kNone)
          value.memo.forget(static_cast<std::uint16_t>(index_));
      }
    }
    return matched;
  }

  bool look_at_tx(const TargetRecord& target) {
    if (!state_.tx.has(target.tx_slot)) return false;
    Value value{state_.program.string(target.name), state_.tx.text(target.tx_slot)};
    return look_at(target, value);
  }

  // Asks the operator about one value, in each form that multiMatch wants.
  bool look_at(const TargetRecord& target, Value& value) {
    if ((link_.flags & LinkFlags::kMultiMatch) != 0) return look_at_every_form(target, value);
    const auto text = form_of(state_, value, link_.node);
    return text.has_value() && ask(target, value, *text);
  }

  bool look_at_every_form(const TargetRecord& target, Value& value) {
    std::array<std::uint16_t, 64> way;
    std::size_t steps = 0;
    for (std::uint16_t at = link_.node; at != 0 && steps < way.size(); at = state_.program.node(at).parent)
      way[steps++] = at;
    bool matched = ask(target, value, value.text);
    std::string_view before = value.text;
    while (steps > 0) {
      const auto text = form_of(state_, value, way[--steps]);
      if (!text.has_value()) return matched;
      if (*text != before) matched |= ask(target, value, *text);
      before = *text;
    }
    return matched;
  }

  bool ask(const TargetRecord& target, const Value& value, std::string_view text) {
    if (!state_.budget.spend(1)) {
      state_.overran(Overrun::kBudget);
      return false;
    }
    // What an earlier value has set shows in the argument of the next.
    if (has_argument_ && !is_constant()) argument_ = expand(state_, link_.operand);
    Match& match = match_;
    match.clear();
    const bool negated = (link_.flags & LinkFlags::kNegated) != 0;
    const bool captures = (link_.flags & LinkFlags::kCapture) != 0;
    const bool holds = function_({state_, link_, text, argument_, captures || !negated}, match);
    trace(state_, index_, target, value.key, value.text, text, holds != negated);
    if (holds && captures) capture(match);
    if (holds == negated) return false;
    note(target, value, text, match);
    run_actions(state_.program.actions(link_));
    return true;
  }

  void capture(const Match& match) {
    for (std::size_t g = 0; g < match.groups_count; ++g) {
      if (match.groups[g].set) state_.tx.set_text(static_cast<std::uint16_t>(g), match.groups[g].text);
    }
  }

  void note(const TargetRecord& target, const Value& value, std::string_view text, const Match& match) {
    note_match(state_, target, value.key, text);
    run_.found = {state_.matched.latest, static_cast<std::uint32_t>(match.begin),
                  static_cast<std::uint32_t>(match.end)};
  }

  void run_actions(std::span<const program::rules::ActionRecord> actions) {
    for (const auto& action : actions) actions::run(state_, action);
  }

  State& state_;
  RuleRun& run_;
  const std::uint32_t index_;
  const LinkRecord& link_;
  operators::Function function_ = nullptr;
  bool has_argument_ = false;
  std::string_view argument_;
  Match match_;
};

void disrupt(State& state, std::uint32_t head) {
  using program::rules::Disruption;
  const LinkRecord& link = state.program.link(head);
  if (state.settings.engine != program::rules::EngineMode::kOn) return;
  switch (link.disruption) {
    case Disruption::kNothing:
    case Disruption::kPass: return;
    case Disruption::kAllow:
    case Disruption::kAllowPhase:
    case Disruption::kAllowRequest: state.allowed = link.disruption; return;
    case Disruption::kDeny:
    case Disruption::kDrop:
    case Disruption::kRedirect: break;
  }
  state.interruption = {link.disruption, link.status, link.rule_id, head, expand(state, link.redirect)};
}

}  // namespace

bool run_rule(State& state, std::uint32_t head) {
  RuleRun run{head, {}};
  if (!LinkRun(state, run, head).run()) return false;
  const LinkRecord& link = state.program.link(head);
  const auto& metadata = state.program.metadata(link);
  if (metadata.severity != program::rules::kNone8) {
    state.highest_severity = std::min(state.highest_severity, metadata.severity);
  }
  disrupt(state, head);
  add_finding(state, head, run.found);
  state.current = nullptr;
  return true;
}

}  // namespace bulkhead::inspect
