#include "policy/policy.h"

#include <algorithm>
#include <set>

namespace bulkhead::policy {

const Service* Policy::find_service(std::string_view name) const {
  const auto at = std::ranges::lower_bound(services, name, {}, [](const Service& s) { return std::string_view(s.name); });
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
