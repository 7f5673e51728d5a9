// One function for each part of a policy: from the document into the Draft.

#pragma once

#include "policy/draft.h"
#include "policy/keys.h"

namespace bulkhead::policy {

void read_agency(const Spot& spot, Draft& draft, Findings& findings);
void read_gateway(const Spot& spot, Draft& draft, Findings& findings);
void read_operators(const Spot& spot, Draft& draft, Findings& findings);
void read_compartments(const Spot& spot, Draft& draft, Findings& findings);

/// Reads `defaults` (when there) and then every service on top of them.
void read_services(const std::optional<Spot>& defaults, const std::optional<Spot>& services, Draft& draft,
                   Findings& findings);

/// What `defaults` and a service have in common; what is not given stays as it is in `service`.
void read_service_settings(const Fields& fields, Service& service, Findings& findings);

}  // namespace bulkhead::policy
