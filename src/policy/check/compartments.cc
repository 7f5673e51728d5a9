#include <set>

#include "policy/check/checks.h"
#include "policy/nearest.h"

namespace bulkhead::policy {

void check_compartments(const Draft& draft, Findings& findings) {
  if (draft.compartments.empty())
    return;  // titles are optional; without any there is nothing to compare with
  std::set<std::string_view> listed;
  for (const auto& compartment : draft.compartments) listed.insert(compartment.value);
  const std::vector<std::string_view> names(listed.begin(), listed.end());
  std::set<std::string_view> used;
  for (const ServiceDraft& service : draft.services) {
    used.insert(service.service.compartment);
    const bool own = service.compartment_at.node == service.at.node;
    if (own || listed.contains(service.service.compartment)) continue;
    const auto near =
        findings.suggestions_help() ? nearest(service.service.compartment, names) : std::nullopt;
    findings.warning(service.compartment_at.place(), "the compartment is not listed under `compartments`",
                     near ? "did you mean `" + std::string(*near) + "`?" : "list it with a title");
  }
  for (const auto& compartment : draft.compartments) {
    if (!used.contains(compartment.value)) {
      findings.warning(compartment.at.key_place(), "no service is in this compartment",
                       "remove it, or put a service in it");
    }
  }
}

}  // namespace bulkhead::policy
