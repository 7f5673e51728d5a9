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

/// A service's `inspection`, on top of what `defaults` says.
void read_inspection(const Spot& spot, ServiceDraft& service, const Draft& draft, Findings& findings);

/// What `defaults` and a service's `inspection` have in common; what is not given stays as it is in `inspection`.
/// Requires: the agency has been read, whose time zone dates are in.
void read_inspection_settings(const Fields& fields, Inspection& inspection, InspectionDraft& places,
                              const Draft& draft, Findings& findings);

/// Exclusions are added to those that are there; so are patches.
void read_exclusions(const Spot& spot, Inspection& inspection, InspectionDraft& places, const Draft& draft,
                     Findings& findings);
void read_patches(const Spot& spot, Inspection& inspection, InspectionDraft& places, const Draft& draft,
                  Findings& findings);

}  // namespace bulkhead::policy
