#include "policy/read/sections.h"
#include "policy/scalars.h"

namespace bulkhead::policy {

void read_compartments(const Spot& spot, Draft& draft, Findings& findings) {
  for (const Spot& member : read_named(spot, Limits::kServicesMax, findings)) {
    const Fields fields(member, kCompartmentShape, findings);
    draft.compartments.push_back({member.node->key, member});
    if (const auto at = fields.find("title")) {
      Translated title = read_translated(*at, Limits::kTitleBytesMax, findings);
      draft.public_texts.push_back({title, *at});
      draft.policy.compartment_titles.emplace(member.node->key, std::move(title));
    }
  }
}

}  // namespace bulkhead::policy
