// Every key that a policy may hold, mapping by mapping. The reader reads by these tables and nothing else, and
// schema/bulkhead.schema.json is compared with them, so that neither can know a key that the other does not.

#pragma once

#include <span>
#include <string_view>

namespace bulkhead::policy {

/// One kind of mapping: the keys it may hold and those it must hold.
struct Shape {
  std::string_view name;  ///< As in the schema's $defs.
  std::span<const std::string_view> keys;
  std::span<const std::string_view> required;
};

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

/// All of them, root first.
std::span<const Shape* const> shapes();

}  // namespace bulkhead::policy
