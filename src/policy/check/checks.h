// Checks that compare one part of a policy with another. Each is one promise that the whole file must keep.

#pragma once

#include "policy/draft.h"

namespace bulkhead::policy {

/// All of the checks below.
void check_policy(const Draft& draft, Findings& findings);

/// Every public text exists in every language of the agency, and in no other.
void check_translations(const Draft& draft, Findings& findings);

/// No two services claim the same host and path; none claims what the gateway answers itself.
void check_routes(const Draft& draft, Findings& findings);

/// Services of different compartments share no upstream address; the servers of one service are of one kind; none is
/// the gateway itself.
void check_upstreams(const Draft& draft, Findings& findings);

/// What services depend on exists, in no circle; leaving the compartment is worth a warning.
void check_dependencies(const Draft& draft, Findings& findings);

/// Compartments that are listed are used, and the other way round.
void check_compartments(const Draft& draft, Findings& findings);

/// Listeners differ from each other; TLS has its certificates.
void check_gateway(const Draft& draft, Findings& findings);

/// What inspection is told can happen: its routes are the service's, its lists are not too long together.
void check_inspection(const Draft& draft, Findings& findings);

/// No two persons have the same uid or token; a second person can be found.
void check_operators(const Draft& draft, Findings& findings);

}  // namespace bulkhead::policy
