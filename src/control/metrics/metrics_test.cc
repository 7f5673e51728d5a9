// The text is what Prometheus reads: each family once with help and type, totals that end in _total, buckets that add up; and no
// label comes from a person or a client.

#include "control/metrics/metrics.h"

#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace bulkhead::control::metrics {
namespace {

using segment::ServiceCounter;

Snapshot sample() {
  auto policy = std::make_shared<policy::Policy>();
  policy->services.resize(2);
  policy->services[0].name = "registry";
  policy->services[1].name = "tax";
  Snapshot now;
  now.version = "0.1.0";
  now.policy = policy;
  for (const policy::Service& service : policy->services) {
    now.services.emplace_back();
    now.services.back().service = &service;
  }
  ServiceNow& tax = now.services[1];
  tax.posture.level = posture::Level::kClosed;
  tax.order.emplace();
  tax.order->reason = "SECRETREASON";
  tax.order->author = "SECRETPERSON";
  const auto set = [&tax](ServiceCounter counter, std::uint64_t value) {
    tax.counts.words[static_cast<std::size_t>(counter)] = value;
  };
  set(ServiceCounter::kRequests, 10);
  set(ServiceCounter::kRefusedClosed, 7);
  set(ServiceCounter::kLatencyBucket0, 2);
  tax.counts.words[static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + 1] = 1;
  set(ServiceCounter::kUpstreamNanoseconds, 12'000'000);
  tax.health.servers.push_back({"http://127.0.0.1:9101", health::Health::kDown, {}, {}, "refused"});
  tax.inspection.mode = policy::InspectionMode::kBlock;
  tax.inspection.rules = 812;
  tax.inspection.rules_sha256 = std::string(64, 'a');
  policy->services[1].inspection.paranoia = 1;
  policy->services[1].inspection.guarded.inbound_threshold = 3;
  set(ServiceCounter::kInspected, 9);
  set(ServiceCounter::kRefusedInspection, 4);
  SelfTestNow& test = tax.inspection.self_test.emplace();
  test.at = RealTime(Milliseconds(1'500));
  test.ok = true;
  test.latency = Nanoseconds(2'000'000);
  now.workers.push_back({});
  now.workers[0].state.alive = true;
  now.workers[0].state.epoch_seen = 42;
  return now;
}

TEST(Metrics, SaysWhatIs) {
  const std::string text = metrics_text(sample());
  for (const char* line : {
           "bulkhead_build_info{version=\"0.1.0\"} 1\n",
           "bulkhead_services{level=\"closed\"} 1\n",
           "bulkhead_services{level=\"open\"} 1\n",
           "bulkhead_service_level{service=\"tax\"} 3\n",
           "bulkhead_requests_total{service=\"tax\"} 10\n",
           "bulkhead_requests_refused_total{service=\"tax\",reason=\"closed\"} 7\n",
           "bulkhead_upstream_duration_seconds_bucket{service=\"tax\",le=\"0.005\"} 2\n",
           "bulkhead_upstream_duration_seconds_bucket{service=\"tax\",le=\"0.01\"} 3\n",
           "bulkhead_upstream_duration_seconds_bucket{service=\"tax\",le=\"+Inf\"} 3\n",
           "bulkhead_upstream_duration_seconds_count{service=\"tax\"} 3\n",
           "bulkhead_upstream_duration_seconds_sum{service=\"tax\"} 0.012\n",
           "bulkhead_upstream_up{service=\"tax\",server=\"http://127.0.0.1:9101\"} 0\n",
           "bulkhead_workers_alive 1\n",
           "bulkhead_requests_refused_total{service=\"tax\",reason=\"inspection\"} 4\n",
           "bulkhead_inspection_mode{service=\"registry\"} 0\n",
           "bulkhead_inspection_mode{service=\"tax\"} 2\n",
           "bulkhead_inspection_rules{service=\"tax\"} 812\n",
           "bulkhead_inspection_info{service=\"tax\",program=\"aaaaaaaaaaaaaaaa\"} 1\n",
           "bulkhead_inspection_paranoia_level{service=\"tax\",door=\"open\"} 1\n",
           "bulkhead_inspection_threshold{service=\"tax\",which=\"inbound_guarded\"} 3\n",
           "bulkhead_inspection_requests_total{service=\"tax\"} 9\n",
           "bulkhead_inspection_refused_total{service=\"tax\"} 4\n",
           "bulkhead_self_test_ok{service=\"tax\"} 1\n",
           "bulkhead_self_test_timestamp_seconds{service=\"tax\"} 1.5\n",
           "bulkhead_self_test_duration_seconds{service=\"tax\"} 0.002\n",
           "bulkhead_worker_epoch{slot=\"0\"} 42\n",
           "bulkhead_store_state{state=\"ok\"} 1\n",
       })
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  EXPECT_EQ(text.find("SECRET"), std::string::npos);
}

TEST(Metrics, IsWellFormed) {
  std::map<std::string, std::string> types;
  std::set<std::string> helped;
  std::istringstream lines(metrics_text(sample()));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string mark, kind, name, rest;
    words >> mark >> kind >> name >> rest;
    if (mark != "#") {
      EXPECT_TRUE(line.starts_with("bulkhead_")) << line;
      continue;
    }
    if (kind == "HELP") {
      EXPECT_TRUE(helped.insert(name).second) << name << " stands twice";
    }
    if (kind == "TYPE") types[name] = rest;
  }
  EXPECT_GT(types.size(), 20u);
  for (const auto& [name, type] : types) {
    EXPECT_TRUE(helped.contains(name)) << name;
    EXPECT_EQ(name.ends_with("_total"), type == "counter") << name;
  }
}

}  // namespace
}  // namespace bulkhead::control::metrics
