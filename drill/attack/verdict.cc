#include "drill/attack/verdict.h"

#include <fmt/format.h>

namespace bulkhead::drill {
namespace {

using Verdict = AttackOutcome::Verdict;

Verdict by_share(std::uint64_t through, std::uint64_t all) {
  if (through == 0) return Verdict::kDefended;
  return through < all ? Verdict::kPartly : Verdict::kNotDefended;
}

void judge_by_reach(AttackOutcome& outcome) {
  outcome.verdict = by_share(outcome.reached, outcome.sent);
  outcome.why = outcome.reached == 0
                    ? fmt::format("none of {} requests reached a service", outcome.sent)
                    : fmt::format("{} of {} requests reached a service", outcome.reached, outcome.sent);
}

void judge_by_records(AttackOutcome& outcome) {
  const bool anything_stopped = outcome.refused + outcome.failed > 0;
  outcome.verdict = outcome.persons == 0 ? Verdict::kDefended
                    : anything_stopped   ? Verdict::kPartly
                                         : Verdict::kNotDefended;
  outcome.why = outcome.persons == 0 ? "no person's records got out"
                                     : fmt::format("records of {} persons got out", outcome.persons);
  if (outcome.refused > 0)
    outcome.why += fmt::format("; {} of {} requests were refused", outcome.refused, outcome.sent);
}

void judge_by_people(AttackOutcome& outcome, const Scenario& scenario, const Tally& tally) {
  Ends ends;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    if (scenario.phases[i].name != outcome.phase) continue;
    const auto first = static_cast<std::uint32_t>(scenario.begins(i).count() / 1'000);
    const auto end = static_cast<std::uint32_t>((scenario.begins(i + 1).count() + 999) / 1'000);
    for (const std::string& service : outcome.services) ends.add(tally.begun_in_seconds(service, first, end));
  }
  if (ends.begun() == 0) {
    outcome.verdict = by_share(outcome.reached, outcome.sent);
    outcome.why = fmt::format("nobody's task was at these services; {} of {} requests reached one",
                              outcome.reached, outcome.sent);
    return;
  }
  const double share = static_cast<double>(ends.finished) / ends.begun();
  outcome.verdict = share >= kTasksHeld ? Verdict::kDefended
                    : ends.finished > 0 ? Verdict::kPartly
                                        : Verdict::kNotDefended;
  outcome.why = fmt::format("{} of {} tasks begun meanwhile at these services were finished", ends.finished,
                            ends.begun());
}

}  // namespace

void judge(AttackOutcome& outcome, const Scenario& scenario, const Tally& tally) {
  if (outcome.sent == 0) {
    outcome.verdict = Verdict::kNotPlayed;
    outcome.why = "no request was sent";
    return;
  }
  switch (outcome.kind) {
    case Attack::Kind::kHarvest:
    case Attack::Kind::kExport: judge_by_records(outcome); break;
    case Attack::Kind::kFlood: judge_by_people(outcome, scenario, tally); break;
    default: judge_by_reach(outcome); break;
  }
}

}  // namespace bulkhead::drill
