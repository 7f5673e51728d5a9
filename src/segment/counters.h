// What workers count per service, and per worker: 32 words each, named here once for workers, daemon and metrics.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bulkhead::segment {

/// Per service and worker slot. Counters only grow; gauges (k…Now) are zeroed by a slot's new owner.
enum class ServiceCounter : std::uint8_t {
  kRequests = 0,    ///< Requests whose door this was.
  kRefusedClosed,   ///< Door page or its problem+json.
  kRefusedPath,     ///< Path confusion.
  kRefusedFailure,  ///< Failure of the gateway, door declared closed.
  kPassedFailure,   ///< Failure of the gateway, door declared open.
  kServedLane,      ///< Served although closed: by a lane.
  kServedDraining,  ///< Served although closed: a session inside.
  kCut,             ///< Requests ended when a drain was over.
  kAnswered1xx,
  kAnswered2xx,
  kAnswered3xx,
  kAnswered4xx,
  kAnswered5xx,
  kUpstreamFailures,  ///< 502, 503 and 504 that nginx answered for the upstream.
  kBytesReceived,
  kBytesSent,
  kUpstreamNanoseconds,  ///< Sum of enter → leave.
  kInsideNow,            ///< Gauge: entered, not left.
  kOpenNow,              ///< Gauge: bound, not yet accounted (also slow readers).
  kInspected,            ///< Requests that rules looked at.
  kRefusedInspection,    ///< Refused by rules, or because rules could not judge.
  kLatencyBucket0,       ///< enter → leave ≤ kLatencyBoundsMs[0]; the others follow; the last has no bound.
};

/// Upper bounds of the latency buckets in milliseconds (OpenTelemetry's http.server.request.duration, thinned).
inline constexpr std::array<std::uint32_t, 11> kLatencyBoundsMs{5,   10,    25,    50,    100,   250,
                                                                500, 1'000, 2'500, 5'000, 10'000};
inline constexpr std::size_t kLatencyBuckets = kLatencyBoundsMs.size() + 1;
inline constexpr std::size_t kServiceWords = 40;
static_assert(static_cast<std::size_t>(ServiceCounter::kLatencyBucket0) + kLatencyBuckets <= kServiceWords);

/// Per worker slot, not tied to a service.
enum class WorkerCounter : std::uint8_t {
  kUnknownHost = 0,  ///< 421
  kNoService,        ///< 404: known host, no service at the path.
  kHostMismatch,     ///< Host field and request target disagree.
  kDoorMismatch,     ///< nginx's location and the image name different services; both doors were asked.
  kNoDoor,           ///< The control segment had no (or another's) cell for the service.
  kImageFailures,    ///< Images that could not be loaded.
  kBugs,
};
inline constexpr std::size_t kWorkerWords = 32;

}  // namespace bulkhead::segment
