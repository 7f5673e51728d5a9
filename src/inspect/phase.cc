#include "inspect/phase.h"

#include <bit>

#include "inspect/link.h"
#include "inspect/matched.h"
#include "inspect/quick_rules.h"

namespace bulkhead::inspect {

namespace {

using program::rules::Disruption;
using program::rules::kNone;

// True when an earlier allow covers this phase.
bool is_allowed(const State& state, lexicon::Phase phase) {
  if (phase == lexicon::Phase::kLogging) return false;
  if (state.allowed == Disruption::kAllow) return true;
  return state.allowed == Disruption::kAllowRequest && phase <= lexicon::Phase::kRequestBody;
}

class PhaseRun {
 public:
  PhaseRun(State& state, lexicon::Phase phase)
      : state_(state),
        begin_(state.program.header().phase_first[index(phase)]),
        end_(state.program.header().phase_first[index(phase) + 1]),
        heads_(state.program.heads()),
        always_(state.program.always()),
        quick_(state.prepared->quick_rules()) {}

  void run() {
    std::uint32_t expected = begin_;
    for (std::uint32_t at = next(begin_); at < end_;) {
      const LinkRecord& link = state_.program.link(at);
      if (state_.matched.latest != nullptr && ran_between(expected, at)) state_.matched.clear();
      const bool matched = run(at);
      if (state_.tracer != nullptr) [[unlikely]]
        state_.tracer->ran(expected, at, matched);
      if (state_.interruption || state_.allowed != Disruption::kNothing) return;
      if (state_.overrun == Overrun::kBudget || state_.overrun == Overrun::kMemory) return;
      expected = at + 1u + link.rest;
      const std::uint32_t go_on = matched && link.jump != kNone ? link.jump : expected;
      if (go_on != expected) expected = go_on;
      at = go_on >= end_ ? end_ : next(go_on);
    }
    if (state_.matched.latest != nullptr && ran_between(expected, end_)) state_.matched.clear();
    if (state_.tracer != nullptr) [[unlikely]]
      state_.tracer->ends(expected, end_);
  }

 private:
  // True when the rule has matched.
  bool run(std::uint32_t at) {
    const QuickRule& quick = quick_[at];
    if (quick.test == QuickRule::Test::kNone || state_.tracer != nullptr || state_.tx_targets_removed)
      return run_rule(state_, at);
    if (!holds(quick, state_.tx)) {
      state_.matched.clear();
      return false;
    }
    // The text of a count is a number made for it: left to the long way.
    if (!quick.is_silent || quick.is_count) return run_rule(state_, at);
    note_match(state_, state_.program.targets(state_.program.link(at)).front(),
               state_.program.tx_name(quick.slot), state_.tx.text(quick.slot));
    return true;
  }

  // True when there is a rule from `from` up to `to` that this request runs. It was looked at as well, only quicker: it has not
  // matched, and so it takes MATCHED_VAR and kin away.
  bool ran_between(std::uint32_t from, std::uint32_t to) const {
    if (from >= to) return false;
    const std::size_t last = (to - 1) / 64;
    std::uint64_t mask = ~std::uint64_t{0} << (from % 64);
    for (std::size_t word = from / 64; word <= last; ++word, mask = ~std::uint64_t{0}) {
      if (word == last) mask &= ~std::uint64_t{0} >> (63 - (to - 1) % 64);
      std::uint64_t rules = heads_[word] & mask;
      if (!state_.removed.empty()) rules &= ~state_.removed[word];
      if (rules != 0) return true;
    }
    return false;
  }

  // The first rule from `from` on that may match and that this request still runs.
  std::uint32_t next(std::uint32_t from) const {
    std::size_t word = from / 64;
    std::uint64_t mask = ~std::uint64_t{0} << (from % 64);
    for (; word * 64 < end_; ++word, mask = ~std::uint64_t{0}) {
      std::uint64_t left = (state_.candidates[word] | always_[word]) & heads_[word] & mask;
      if (!state_.removed.empty()) left &= ~state_.removed[word];
      if (left != 0) {
        const auto found =
            static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
        return found < end_ ? found : end_;
      }
    }
    return end_;
  }

  State& state_;
  const std::uint32_t begin_;
  const std::uint32_t end_;
  const program::rules::LinkBits heads_;
  const program::rules::LinkBits always_;
  const std::span<const QuickRule> quick_;
};

}  // namespace

void run_phase(State& state, lexicon::Phase phase) {
  if (state.settings.engine == program::rules::EngineMode::kOff) return;
  if (is_allowed(state, phase)) return;
  state.allowed = Disruption::kNothing;
  if (state.tracer != nullptr) [[unlikely]]
    state.tracer->begins(phase);
  PhaseRun(state, phase).run();
}

}  // namespace bulkhead::inspect
