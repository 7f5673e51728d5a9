// A service's file, made at its first start.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "demo/desk/service.h"

namespace bulkhead::demo {

/// Opens `folder`/KIND.db and fills it when it is new, or was made for another seed, number of persons or
/// layout; then what was in it is lost. Filling is one transaction: a file is whole or made again.
///
/// Cost       Filling 20,000 persons takes well under a second.
Result<Database> open_seeded(const Service& service, const std::string& folder, std::uint64_t seed,
                             std::size_t persons);

}  // namespace bulkhead::demo
