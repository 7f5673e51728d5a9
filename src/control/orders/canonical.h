// What a second person agrees to, as text: every field, one a line, in fixed order. Its SHA-256 is the digest that an
// approval names.

#pragma once

#include <string>
#include <string_view>

#include "control/orders/codec.h"
#include "control/orders/proposal.h"

namespace bulkhead::control {

std::string canonical_order(const Proposal& proposal, const Proposed& proposed);
std::string canonical_undo(const Proposal& proposal, const Proposed& proposed);
std::string canonical_of_another_part(const Proposal& proposal, std::string_view payload_sha256);

}  // namespace bulkhead::control
