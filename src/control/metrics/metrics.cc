#include "control/metrics/metrics.h"

#include <prometheus/text_serializer.h>

#include "control/metrics/family.h"

namespace bulkhead::control::metrics {

std::string metrics_text(const Snapshot& snapshot) {
  std::vector<prometheus::MetricFamily> families;
  add_daemon(families, snapshot);
  add_workers(families, snapshot);
  add_services(families, snapshot);
  add_inspection(families, snapshot);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace bulkhead::control::metrics
