// Inspection, service by service: how it is set, what it did, and whether it is proven to be on.

#include <chrono>

#include "control/metrics/family.h"

namespace bulkhead::control::metrics {
namespace {

using segment::ServiceCounter;

double seconds(RealTime at) { return static_cast<double>(at.time_since_epoch().count()) / 1e3; }

template <typename Number>
void add_known(Family& family, const std::optional<Number>& value, const Labels& labels) {
  if (value) family.add(static_cast<double>(*value), labels);
}

void add_settings(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  Family mode = gauge("bulkhead_inspection_mode", "0 off, 1 detect, 2 block.");
  Family rules = gauge("bulkhead_inspection_rules", "Rules of the service's program.");
  Family info = gauge("bulkhead_inspection_info", "1, with the first 16 hex digits of the program's digest.");
  Family paranoia =
      gauge("bulkhead_inspection_paranoia_level", "Paranoia level that blocks, where the policy says it.");
  Family threshold =
      gauge("bulkhead_inspection_threshold", "Anomaly score that refuses, where the policy says it.");
  Family exclusions = gauge("bulkhead_inspection_exclusions", "Exclusions that hold now.");
  Family expiry = gauge("bulkhead_inspection_next_expiry_timestamp_seconds",
                        "When the next exclusion ends; absent when none does.");
  for (const ServiceNow& service : now.services) {
    const Labels labels{{"service", service.service->name}};
    const auto with = [&](const char* name, std::string value) {
      return Labels{{"service", service.service->name}, {name, std::move(value)}};
    };
    mode.add(static_cast<double>(service.inspection.mode), labels);
    if (service.inspection.mode == policy::InspectionMode::kOff) continue;
    const policy::Inspection& said = service.service->inspection;
    rules.add(static_cast<double>(service.inspection.rules), labels);
    info.add(1, with("program", service.inspection.rules_sha256.substr(0, 16)));
    add_known(paranoia, said.paranoia, with("door", "open"));
    add_known(paranoia, said.guarded.paranoia, with("door", "guarded"));
    add_known(threshold, said.inbound_threshold, with("which", "inbound"));
    add_known(threshold, said.guarded.inbound_threshold, with("which", "inbound_guarded"));
    add_known(threshold, said.outbound_threshold, with("which", "outbound"));
    exclusions.add(static_cast<double>(service.inspection.exclusions), labels);
    if (service.inspection.next_expiry) expiry.add(seconds(*service.inspection.next_expiry), labels);
  }
  for (Family* family : {&mode, &rules, &info, &paranoia, &threshold, &exclusions, &expiry})
    families.push_back(family->take());
}

void add_counts(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  Family inspected = counter("bulkhead_inspection_requests_total", "Requests that rules looked at.");
  Family refused = counter("bulkhead_inspection_refused_total",
                           "Requests refused by rules, or because rules could not judge them.");
  for (const ServiceNow& service : now.services) {
    const Labels labels{{"service", service.service->name}};
    inspected.add(static_cast<double>(service.counts.count(ServiceCounter::kInspected)), labels);
    refused.add(static_cast<double>(service.counts.count(ServiceCounter::kRefusedInspection)), labels);
  }
  families.push_back(inspected.take());
  families.push_back(refused.take());
}

void add_self_tests(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  Family ok = gauge("bulkhead_self_test_ok",
                    "1 when the last self-test proved that inspection is on and the proof is not overdue.");
  Family at = gauge("bulkhead_self_test_timestamp_seconds", "When the last self-test ended.");
  Family proven = gauge("bulkhead_self_test_success_timestamp_seconds", "When one last proved it.");
  Family duration = gauge("bulkhead_self_test_duration_seconds", "How long the last one took.");
  for (const ServiceNow& service : now.services) {
    const auto& test = service.inspection.self_test;
    if (!test) continue;
    const Labels labels{{"service", service.service->name}};
    // Before the first answer nothing is known: neither 0 nor 1 would be the truth.
    if (test->at || test->overdue) ok.add(test->ok && !test->overdue ? 1 : 0, labels);
    if (test->ok_at) proven.add(seconds(*test->ok_at), labels);
    if (!test->at) continue;
    at.add(seconds(*test->at), labels);
    duration.add(static_cast<double>(test->latency.count()) / 1e9, labels);
  }
  for (Family* family : {&ok, &at, &proven, &duration}) families.push_back(family->take());
}

}  // namespace

void add_inspection(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  add_settings(families, now);
  add_counts(families, now);
  add_self_tests(families, now);
}

}  // namespace bulkhead::control::metrics
