#include "policy/check/checks.h"

namespace bulkhead::policy {

void check_policy(const Draft& draft, Findings& findings) {
  check_translations(draft, findings);
  check_routes(draft, findings);
  check_upstreams(draft, findings);
  check_dependencies(draft, findings);
  check_compartments(draft, findings);
  check_inspection(draft, findings);
  check_gateway(draft, findings);
  check_operators(draft, findings);
}

}  // namespace bulkhead::policy
