// The keys of one kind of mapping. Whoever reads a file says by these what it may hold (keys.h for a policy).

#pragma once

#include <span>
#include <string_view>

namespace bulkhead::policy {

/// One kind of mapping: the keys it may hold and those it must hold.
struct Shape {
  std::string_view name;  ///< As in the schema's definitions, where there is a schema.
  std::span<const std::string_view> keys;
  std::span<const std::string_view> required;
};

}  // namespace bulkhead::policy
