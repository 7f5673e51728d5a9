// Which country an address is registered in.

#pragma once

#include <optional>
#include <string_view>

#include "base/address.h"
#include "base/arena.h"

namespace bulkhead::inspect {

/// ISO 3166-1 alpha-2 code, English name, continent code; empty where the table does not say.
struct Country {
  std::string_view code;
  std::string_view name;
  std::string_view continent;
};

/// A table of countries. The engine is given one by its host, or none: then @geoLookup finds nothing.
///
/// Threads  find() may be called from several threads.
class Countries {
 public:
  virtual ~Countries() = default;
  /// Texts are in `arena` or static.
  virtual std::optional<Country> find(const Address& address, Arena& arena) const = 0;
};

}  // namespace bulkhead::inspect
