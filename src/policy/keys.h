// Every key that a policy may hold, mapping by mapping. The reader reads by these tables and nothing else, and
// schema/bulkhead.schema.json is compared with them, so that neither can know a key that the other does not.

#pragma once

#include <span>

#include "policy/shape.h"

namespace bulkhead::policy {

extern const Shape kRootShape;
extern const Shape kAgencyShape;
extern const Shape kGatewayShape;
extern const Shape kListenShape;
extern const Shape kCertificateShape;
extern const Shape kOperatorShape;
extern const Shape kCompartmentShape;
extern const Shape kDefaultsShape;
extern const Shape kServiceShape;
extern const Shape kMatchShape;
extern const Shape kLimitsShape;
extern const Shape kHealthShape;
extern const Shape kSessionShape;
extern const Shape kInspectionShape;
extern const Shape kGuardedShape;
extern const Shape kExclusionShape;
extern const Shape kPatchShape;

/// All of them, root first.
std::span<const Shape* const> shapes();

}  // namespace bulkhead::policy
