// Whether upstream servers answer: what is known of one, and how probes change it. A state machine without I/O.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace bulkhead::control::health {

enum class Health : std::uint8_t { kUnknown = 0, kUp = 1, kDown = 2 };
std::string_view name(Health health);

/// What came of one probe.
struct Probed {
  bool answered = false;
  /// From connecting to the status line.
  Milliseconds latency{0};
  /// Why not; empty when answered.
  std::string error;
};

/// One server as probes found it.
///
///     unknown --answer--> up --`fall` failures in a row--> down --`rise` answers in a row--> up
///        `--`fall` failures in a row--> down
///
/// A value. Never reads a clock. A late or lost probe is a failure like any other.
class ServerHealth {
 public:
  struct Thresholds {
    std::uint16_t fall = 3;  ///< At least 1.
    std::uint16_t rise = 2;  ///< At least 1.
  };

  explicit ServerHealth(Thresholds thresholds) : thresholds_(thresholds) {}

  /// What is known stays; from now on these count.
  void set_thresholds(Thresholds thresholds) { thresholds_ = thresholds; }

  /// True when the health changed.
  bool note(const Probed& probed, RealTime now);

  Health health() const { return health_; }
  /// When it became so; nothing while unknown.
  std::optional<RealTime> since() const { return since_; }
  /// Of the last probe that was answered.
  std::optional<Milliseconds> latency() const { return latency_; }
  /// Of the last probe; empty when it was answered.
  const std::string& error() const { return error_; }

 private:
  Thresholds thresholds_;
  Health health_ = Health::kUnknown;
  std::uint32_t failures_in_a_row_ = 0;
  std::uint32_t answers_in_a_row_ = 0;
  std::optional<RealTime> since_;
  std::optional<Milliseconds> latency_;
  std::string error_;
};

/// One server for showing.
struct ServerView {
  std::string url;
  Health health = Health::kUnknown;
  std::optional<RealTime> since;
  std::optional<Milliseconds> latency;
  std::string error;
};

struct ServiceHealth {
  std::vector<ServerView> servers;
};

/// up when any server is, down when all are, else unknown.
Health overall(const ServiceHealth& service);

}  // namespace bulkhead::control::health
