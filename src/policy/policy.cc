#include "policy/policy.h"

#include <algorithm>
#include <set>

namespace bulkhead::policy {

std::string_view name(Criticality criticality) {
  switch (criticality) {
    case Criticality::kEssential: return "essential";
    case Criticality::kImportant: return "important";
    case Criticality::kDeferrable: return "deferrable";
  }
  return "";
}

std::string_view name(OnGatewayFailure choice) {
  return choice == OnGatewayFailure::kOpen ? "open" : "closed";
}

std::string_view name(Role role) {
  switch (role) {
    case Role::kAuditor: return "auditor";
    case Role::kDuty: return "duty";
    case Role::kChief: return "chief";
  }
  return "";
}

std::string_view name(InspectionMode mode) {
  switch (mode) {
    case InspectionMode::kOff: return "off";
    case InspectionMode::kDetect: return "detect";
    case InspectionMode::kBlock: return "block";
  }
  return "";
}

std::string_view name(BeyondLimit choice) {
  switch (choice) {
    case BeyondLimit::kFirstPart: return "first-part";
    case BeyondLimit::kDeny: return "deny";
    case BeyondLimit::kPass: return "pass";
  }
  return "";
}

std::string_view name(OnOverrun choice) { return choice == OnOverrun::kDeny ? "deny" : "detect"; }

const Service* Policy::find_service(std::string_view name) const {
  const auto at =
      std::ranges::lower_bound(services, name, {}, [](const Service& s) { return std::string_view(s.name); });
  return at != services.end() && at->name == name ? &*at : nullptr;
}

const Operator* Policy::find_operator(std::string_view id) const {
  const auto at = std::ranges::find(operators, id, &Operator::id);
  return at != operators.end() ? &*at : nullptr;
}

std::vector<std::string> Policy::compartments() const {
  std::set<std::string> names;
  for (const Service& service : services) names.insert(service.compartment);
  return {names.begin(), names.end()};
}

}  // namespace bulkhead::policy
