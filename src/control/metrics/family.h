// A metric family under construction. Internal to this folder.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include <prometheus/metric_family.h>

#include "control/daemon/snapshot.h"

namespace bulkhead::control::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Family {
 public:
  Family(std::string name, std::string help, prometheus::MetricType type) {
    family_.name = std::move(name);
    family_.help = std::move(help);
    family_.type = type;
  }

  Family& add(double value, const Labels& labels = {}) {
    prometheus::ClientMetric metric = labelled(labels);
    if (family_.type == prometheus::MetricType::Counter)
      metric.counter.value = value;
    else
      metric.gauge.value = value;
    family_.metric.push_back(std::move(metric));
    return *this;
  }

  Family& add_histogram(prometheus::ClientMetric::Histogram histogram, const Labels& labels) {
    prometheus::ClientMetric metric = labelled(labels);
    metric.histogram = std::move(histogram);
    family_.metric.push_back(std::move(metric));
    return *this;
  }

  prometheus::MetricFamily take() { return std::move(family_); }

 private:
  static prometheus::ClientMetric labelled(const Labels& labels) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : labels) metric.label.push_back({name, value});
    return metric;
  }

  prometheus::MetricFamily family_;
};

inline Family counter(std::string name, std::string help) {
  return {std::move(name), std::move(help), prometheus::MetricType::Counter};
}
inline Family gauge(std::string name, std::string help) {
  return {std::move(name), std::move(help), prometheus::MetricType::Gauge};
}

/// What the daemon knows of itself, its store and its orders.
void add_daemon(std::vector<prometheus::MetricFamily>& families, const Snapshot& snapshot);
/// What workers say of themselves.
void add_workers(std::vector<prometheus::MetricFamily>& families, const Snapshot& snapshot);
/// Posture, traffic and upstream of each service.
void add_services(std::vector<prometheus::MetricFamily>& families, const Snapshot& snapshot);
/// Rules and self-tests of each service.
void add_inspection(std::vector<prometheus::MetricFamily>& families, const Snapshot& snapshot);

}  // namespace bulkhead::control::metrics
