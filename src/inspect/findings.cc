#include "inspect/findings.h"

#include <algorithm>

#include "inspect/matched.h"
#include "inspect/templates.h"

namespace bulkhead::inspect {

namespace {

bool make_room(State& state) {
  if (state.findings_count < state.findings_capacity) return true;
  if (state.findings_count >= kFindingsMax) {
    state.overran(Overrun::kFindings);
    return false;
  }
  const std::uint32_t wanted = std::max<std::uint32_t>(8, state.findings_capacity * 2);
  const std::span<Finding> larger = state.arena.take_array<Finding>(wanted);
  if (larger.empty()) {
    state.overran(Overrun::kMemory);
    return false;
  }
  std::copy_n(state.findings, state.findings_count, larger.data());
  state.findings = larger.data();
  state.findings_capacity = wanted;
  return true;
}

}  // namespace

void add_finding(State& state, std::uint32_t head, const FoundAt& found) {
  const LinkRecord& link = state.program.link(head);
  const bool disruptive = state.interruption && state.interruption.link == head;
  if ((link.flags & program::rules::kLog) == 0 && !disruptive) return;
  if (!make_room(state)) return;
  const auto& metadata = state.program.metadata(link);
  state.current = &link;
  Finding finding;
  finding.rule_id = link.rule_id;
  finding.link = head;
  finding.phase = link.phase;
  finding.severity = metadata.severity;
  finding.audit = (link.flags & program::rules::kAuditLog) != 0 && !state.settings.audit_off;
  finding.disruptive = disruptive;
  finding.log_data = expand(state, metadata.log_data);
  finding.message = expand(state, metadata.message);
  if (found.match != nullptr) {
    finding.target = name_of(state, *found.match);
    finding.value = found.match->text;
  }
  finding.match_begin = found.begin;
  finding.match_end = found.end;
  state.findings[state.findings_count++] = finding;
}

}  // namespace bulkhead::inspect
