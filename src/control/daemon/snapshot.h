// The gateway at one moment, as status, metrics and the public site show it. A value: whoever shows it needs neither
// the store nor a segment, and tests build one by hand.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "control/health/health.h"
#include "policy/policy.h"
#include "posture/order.h"
#include "posture/posture.h"
#include "segment/shared_reader.h"

namespace bulkhead::control {

/// Whether changes can be kept.
enum class StoreState : std::uint8_t {
  kOk,       ///< In the database.
  kReserve,  ///< The disk is full: tightening goes to the reserve journal, loosening is refused.
  kBroken,   ///< The database cannot be read: the same, and orders on record are not known.
};

struct ImageNow {
  std::uint64_t version = 0;
  std::string digest;
  std::string policy_sha256;
  bool staged = false;
};

struct WorkerNow {
  segment::WorkerState state;
  Milliseconds heartbeat_age{0};
};

/// What the last self-tests of one service have shown. See control/selftest.
struct SelfTestNow {
  /// Of the last one that was answered, or should have been.
  std::optional<RealTime> at;
  std::optional<RealTime> ok_at;
  /// Proven by the last one. When not, `why`.
  bool ok = false;
  std::string why;
  /// No proof for longer than kSelfTestOverdueAfter, or none ever since there are rules for that long.
  bool overdue = false;
  /// "refused", "would-refuse", "passed", "door"; empty before the first answer.
  std::string verdict;
  std::uint32_t rule = 0;    ///< That refused it.
  std::uint64_t worker = 0;  ///< Pid of who answered.
  Nanoseconds latency{0};
};
inline constexpr Milliseconds kSelfTestOverdueAfter = std::chrono::minutes(3);

/// How one service is inspected, beside what its policy says.
struct InspectionNow {
  /// Effective: a service without rules is off, whatever its policy says.
  policy::InspectionMode mode = policy::InspectionMode::kOff;
  std::size_t rules = 0;
  /// Hex; empty: no rules run, or the image cannot be read.
  std::string rules_sha256;
  /// Exclusions that hold at this moment, and when the next of them ends.
  std::size_t exclusions = 0;
  std::optional<RealTime> next_expiry;
  /// Nothing where nothing is inspected.
  std::optional<SelfTestNow> self_test;
};

/// One service. Views of `service` live as long as Snapshot::policy.
struct ServiceNow {
  const policy::Service* service = nullptr;
  posture::Posture posture;
  /// The order that decides, as it is on record; nothing when none does.
  std::optional<posture::Order> order;
  std::optional<RealTime> since;
  /// When a door that drains has drained.
  std::optional<RealTime> drains_until;
  posture::Ending ending;
  std::optional<RealTime> ending_real;
  bool overdue = false;

  segment::ServiceCounts counts;
  std::optional<double> requests_per_s;
  std::optional<double> refused_per_s;
  health::ServiceHealth health;
  InspectionNow inspection;
};

struct Snapshot {
  std::shared_ptr<const policy::Policy> policy;
  RealTime as_of;
  std::uint16_t gateway_id = 1;
  std::string version;
  RealTime started;
  std::uint64_t pid = 0;
  Milliseconds uptime{0};
  std::string peers;
  StoreState store = StoreState::kOk;
  bool real_time_trusted = true;
  std::uint64_t epoch = 0;
  std::size_t orders_in_force = 0;
  std::size_t proposals = 0;
  std::optional<ImageNow> image;
  std::vector<WorkerNow> workers;
  std::vector<ServiceNow> services;
  /// Most urgent first.
  std::vector<std::string> warnings;
};

/// Requests that were refused, whatever for.
std::uint64_t refused(const segment::ServiceCounts& counts);

/// True when inspection is stricter while the door is guarded.
bool tightens_while_guarded(const policy::Service& service);

/// What a posture asks for that nothing of this build enforces yet, in words. `guarded_tightens`: see tightens_while_guarded().
std::vector<std::string> not_enforced(const posture::Posture& posture, bool guarded_tightens = false);

}  // namespace bulkhead::control
