// One way to stand through the day: what is started for it, and where its people are sent.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"
#include "launch/places.h"
#include "launch/supervisor.h"
#include "policy/policy.h"

namespace bulkhead::drill {

enum class ArmKind : std::uint8_t {
  kNothing,    ///< nginx alone.
  kOffByHand,  ///< nginx alone, and somebody who switches everything off.
  kBulkhead,
  kModSecurity,  ///< nginx with ModSecurity, the Core Rule Set and limit_req.
  kHaproxy,      ///< HAProxy with a rate limit for each address and a limit for each server.
  kTarget,  ///< A gateway that runs already, with the demo's services behind it; nothing of it is ours to start or stop.
};
inline constexpr std::size_t kArmKinds = 6;

std::string_view name(
    ArmKind kind);  ///< "nothing", "off-by-hand", "bulkhead", "modsecurity", "haproxy", "target"
std::string_view title(ArmKind kind);  ///< "nginx alone", …
Result<ArmKind> arm_named(std::string_view name);

/// Why this machine cannot play it: "HAProxy is not installed (Debian's package haproxy)". Empty when it can.
std::string missing(ArmKind kind);

/// Where people come from, as the gateways are told to believe: the one address whose X-Forwarded-For counts.
inline constexpr std::string_view kDrillAddress = "127.0.0.2";

struct ArmOptions {
  ArmKind kind = ArmKind::kNothing;
  std::string folder;  ///< Its own; whatever an earlier drill left there is removed.
  std::uint32_t ports_from = 20'000;
};

/// An arm whose files are written and whose ports are chosen; nothing of it runs.
struct Arm {
  ArmKind kind = ArmKind::kNothing;
  std::string folder;
  policy::Policy policy;               ///< The demo's, its ports moved, the drill's address trusted.
  std::vector<launch::Part> services;  ///< Started first.
  std::vector<launch::Part> front;     ///< Daemon and proxy, in this order.
  Target target;
  /// kBulkhead: how `bulkhead` reaches the daemon as the officer, and as the second person.
  std::vector<std::string> as_officer;
  std::vector<std::string> as_second;
  std::string bulkhead;  ///< The CLI's path.
  /// kOffByHand: the configuration's two texts and what makes the proxy read the file anew.
  std::string configuration_path;
  std::string configuration_on;
  std::string configuration_off;
  std::vector<std::string> reload;

  /// Name of a program of this arm for the supervisor.
  std::string part_name(std::string_view program) const;
};

/// Writes the arm's files. Errors: kNotFound when programs are missing, kConflict without free ports, else what the file system
/// says.
Result<Arm> make_arm(const ArmOptions& options, const Scenario& scenario, const launch::Programs& programs);

/// kTarget: nothing is written or started. `policy` names the services and their hosts.
Arm target_arm(const Target& target, policy::Policy policy);

/// kOffByHand: everything but `scenario.off_by_hand->except` goes, or comes back. What is under way is cut off kSwitchCutsAfter
/// later, as it was when the line was cut; that is long enough for a page of a service that goes on.
Status throw_switch(const Arm& arm, bool off);
inline constexpr Milliseconds kSwitchCutsAfter{500};

}  // namespace bulkhead::drill
