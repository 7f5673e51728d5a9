#include <array>
#include <limits>
#include <span>
#include <utility>

#include "control/metrics/family.h"

namespace bulkhead::control::metrics {
namespace {

using segment::ServiceCounter;

using Row = std::pair<ServiceCounter, const char*>;

double value(const ServiceNow& service, ServiceCounter counter) {
  return static_cast<double>(service.counts.count(counter));
}

void add_by(std::vector<prometheus::MetricFamily>& families, const Snapshot& now, Family family,
            const char* label, std::span<const Row> rows) {
  for (const ServiceNow& service : now.services)
    for (const auto& [counted, name] : rows)
      family.add(value(service, counted), {{"service", service.service->name}, {label, name}});
  families.push_back(family.take());
}

void add_one(std::vector<prometheus::MetricFamily>& families, const Snapshot& now, Family family,
             ServiceCounter counted, double scale = 1) {
  for (const ServiceNow& service : now.services)
    family.add(value(service, counted) * scale, {{"service", service.service->name}});
  families.push_back(family.take());
}

void add_posture(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  constexpr std::array kLevels{posture::Level::kOpen, posture::Level::kGuarded, posture::Level::kLockdown,
                               posture::Level::kClosed};
  std::array<double, kLevels.size()> doors{};
  Family level = gauge("bulkhead_service_level", "The door: 0 open, 1 guarded, 2 lockdown, 3 closed.");
  Family share = gauge("bulkhead_service_share_ratio", "Share of clients that are let in.");
  Family overdue =
      gauge("bulkhead_service_overdue", "1 while an order's time is up and only a person may end it.");
  for (const ServiceNow& service : now.services) {
    const Labels labels{{"service", service.service->name}};
    ++doors[static_cast<std::size_t>(service.posture.level)];
    level.add(static_cast<double>(service.posture.level), labels);
    share.add(service.posture.share_permille / 1e3, labels);
    overdue.add(service.overdue ? 1 : 0, labels);
  }
  Family count = gauge("bulkhead_services", "Services by the level of their door.");
  for (const posture::Level each : kLevels)
    count.add(doors[static_cast<std::size_t>(each)], {{"level", std::string(posture::name(each))}});
  for (Family* family : {&count, &level, &share, &overdue}) families.push_back(family->take());
}

void add_upstreams(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  Family up =
      gauge("bulkhead_upstream_up", "1 when the server answers probes, 0 when not; absent while unknown.");
  for (const ServiceNow& service : now.services)
    for (const health::ServerView& server : service.health.servers)
      if (server.health != health::Health::kUnknown)
        up.add(server.health == health::Health::kUp ? 1 : 0,
               {{"service", service.service->name}, {"server", server.url}});
  families.push_back(up.take());
}

prometheus::ClientMetric::Histogram latency(const ServiceNow& service) {
  prometheus::ClientMetric::Histogram histogram;
  for (std::size_t i = 0; i < segment::kLatencyBuckets; ++i) {
    histogram.sample_count +=
        service.counts.words[static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + i];
    const bool last = i == segment::kLatencyBoundsMs.size();
    histogram.bucket.push_back({histogram.sample_count, last ? std::numeric_limits<double>::infinity()
                                                             : segment::kLatencyBoundsMs[i] / 1e3});
  }
  histogram.sample_sum = value(service, ServiceCounter::kUpstreamNanoseconds) / 1e9;
  return histogram;
}

}  // namespace

void add_services(std::vector<prometheus::MetricFamily>& families, const Snapshot& now) {
  using enum ServiceCounter;
  add_posture(families, now);
  add_one(families, now, counter("bulkhead_requests_total", "Requests whose door this was."), kRequests);
  constexpr Row kRefusals[] = {{kRefusedClosed, "closed"},
                               {kRefusedPath, "path"},
                               {kRefusedFailure, "failure"},
                               {kRefusedInspection, "inspection"}};
  add_by(families, now, counter("bulkhead_requests_refused_total", "Requests that were refused, by why."),
         "reason", kRefusals);
  constexpr Row kExceptions[] = {
      {kServedLane, "lane"}, {kServedDraining, "draining"}, {kPassedFailure, "failure"}};
  add_by(families, now,
         counter("bulkhead_requests_excepted_total",
                 "Requests served although the door was closed or unknown, by why."),
         "reason", kExceptions);
  add_one(families, now, counter("bulkhead_requests_cut_total", "Requests ended when a drain was over."),
          kCut);
  constexpr Row kClasses[] = {{kAnswered1xx, "1xx"},
                              {kAnswered2xx, "2xx"},
                              {kAnswered3xx, "3xx"},
                              {kAnswered4xx, "4xx"},
                              {kAnswered5xx, "5xx"}};
  add_by(families, now, counter("bulkhead_responses_total", "Answers by class of status."), "class",
         kClasses);
  add_one(
      families, now,
      counter("bulkhead_upstream_failures_total", "502, 503 and 504 that nginx answered for the upstream."),
      kUpstreamFailures);
  add_one(families, now, counter("bulkhead_received_bytes_total", "Bytes of requests."), kBytesReceived);
  add_one(families, now, counter("bulkhead_sent_bytes_total", "Bytes of answers."), kBytesSent);
  add_one(families, now, gauge("bulkhead_requests_inside", "Requests that entered and did not leave yet."),
          kInsideNow);
  add_one(families, now, gauge("bulkhead_requests_open", "Requests not accounted yet, slow readers too."),
          kOpenNow);
  Family seconds{"bulkhead_upstream_duration_seconds", "From entering to leaving.",
                 prometheus::MetricType::Histogram};
  for (const ServiceNow& service : now.services)
    seconds.add_histogram(latency(service), {{"service", service.service->name}});
  families.push_back(seconds.take());
  add_upstreams(families, now);
}

}  // namespace bulkhead::control::metrics
