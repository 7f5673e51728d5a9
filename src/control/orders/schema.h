// The tables of bulkhead.db that orders live in, and how they came to be.

#pragma once

#include "base/result.h"
#include "control/orders/sqlite.h"

namespace bulkhead::control {

/// Brings the schema to Store::kSchemaVersion, one recorded step at a time. Fails with kConflict when the file was
/// written by a newer version.
Status migrate(Database& database);

}  // namespace bulkhead::control
