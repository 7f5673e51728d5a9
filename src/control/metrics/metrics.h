// The gateway at one moment as Prometheus text (exposition format 0.0.4).

#pragma once

#include <string>

#include "control/daemon/snapshot.h"

namespace bulkhead::control::metrics {

/// Every label is bounded by the policy: service names, levels, reasons of refusal. Persons, reasons of orders and addresses never
/// become labels.
std::string metrics_text(const Snapshot& snapshot);

}  // namespace bulkhead::control::metrics
