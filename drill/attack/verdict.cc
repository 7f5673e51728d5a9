#include "drill/attack/verdict.h"

#include <algorithm>

#include <fmt/format.h>

namespace bulkhead::drill {
namespace {

using Verdict = AttackOutcome::Verdict;

// Only what was refused was defended against: a service that is down, or a request that got no answer, is no defence.
Verdict by_refusals(bool got_through, std::uint64_t refused) {
  if (refused == 0) return Verdict::kNotDefended;
  return got_through ? Verdict::kPartly : Verdict::kDefended;
}

std::string of_requests(const AttackOutcome& outcome) {
  std::string why = fmt::format("{} of {} requests reached a service", outcome.reached, outcome.sent);
  if (outcome.refused > 0) why += fmt::format(", {} were refused", outcome.refused);
  if (outcome.failed > 0) why += fmt::format(", {} got no answer of it", outcome.failed);
  return why;
}

void judge_by_reach(AttackOutcome& outcome) {
  outcome.verdict = by_refusals(outcome.reached > 0, outcome.refused);
  outcome.why = of_requests(outcome);
}

void judge_by_records(AttackOutcome& outcome) {
  outcome.verdict = by_refusals(outcome.persons > 0, outcome.refused);
  outcome.why = fmt::format("records of {} persons got out; {}", outcome.persons, of_requests(outcome));
}

void judge_by_people(AttackOutcome& outcome, const Scenario& scenario, const Tally& tally) {
  Ends ends;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    if (scenario.phases[i].name != outcome.phase) continue;
    const auto first = static_cast<std::uint32_t>(scenario.begins(i).count() / 1'000);
    const auto end = static_cast<std::uint32_t>((scenario.begins(i + 1).count() + 999) / 1'000);
    const auto& down = scenario.phases[i].down;  // what nobody could have served tells nothing of the flood
    for (const std::string& service : outcome.services)
      if (std::ranges::find(down, service) == down.end())
        ends.add(tally.begun_in_seconds(service, first, end));
  }
  if (ends.begun() == 0) {
    judge_by_reach(outcome);
    outcome.why += "; nobody began a task there meanwhile";
    return;
  }
  const double share = static_cast<double>(ends.finished) / ends.begun();
  // Whoever got through a flood that nobody held back was lucky, or it was too small: no part of a defence.
  outcome.verdict = outcome.refused == 0  ? Verdict::kNotDefended
                    : share >= kTasksHeld ? Verdict::kDefended
                    : ends.finished > 0   ? Verdict::kPartly
                                          : Verdict::kNotDefended;
  outcome.why =
      fmt::format("{} of {} tasks begun meanwhile at these services were finished{}", ends.finished,
                  ends.begun(), outcome.refused == 0 ? ", and none of its requests was refused" : "");
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
