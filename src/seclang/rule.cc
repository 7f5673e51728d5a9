#include "seclang/rule.h"

namespace bulkhead::seclang {

std::string_view name(Disruption disruption) {
  switch (disruption) {
    case Disruption::kPass: return "pass";
    case Disruption::kAllow: return "allow";
    case Disruption::kAllowPhase: return "allow:phase";
    case Disruption::kAllowRequest: return "allow:request";
    case Disruption::kDeny: return "deny";
    case Disruption::kDrop: return "drop";
    case Disruption::kRedirect: return "redirect";
  }
  return "";
}

}  // namespace bulkhead::seclang
