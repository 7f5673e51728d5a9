// Orders: one change of posture each, by whom, why, from when, until when, and what comes then.
//
// An order is a plain value. What orders add up to is posture.h; who may give one is authority.h; where
// they are kept is control/.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace bulkhead::posture {

/// From loose to strict. The order of the enumerators is the order of strictness.
enum class Level : std::uint8_t { kOpen = 0, kGuarded = 1, kLockdown = 2, kClosed = 3 };

/// Why. Decides how an order ends (see ends_by_itself).
enum class Cause : std::uint8_t { kNone = 0, kLoad = 1, kMaintenance = 2, kAttack = 3, kCompromise = 4 };

/// Whose hand it is: any operator's order counts before every playbook's.
enum class Rank : std::uint8_t { kPlaybook = 0, kOperator = 1 };

/// From wide to narrow; the narrower scope wins.
enum class ScopeKind : std::uint8_t { kAll = 0, kCompartment = 1, kService = 2 };

/// What an order is about. `name` is empty for kAll.
struct Scope {
  ScopeKind kind = ScopeKind::kAll;
  std::string name{};
  auto operator<=>(const Scope&) const = default;
};

/// Shares of clients, in thousandths: 1000 is everybody.
inline constexpr std::uint16_t kShareAll = 1000;

/// What comes when an order's time is up: one stage of a reopening.
struct Stage {
  Level level = Level::kOpen;
  std::uint16_t share_permille = kShareAll;
  /// How long the stage lasts; the last stage may be endless (nullopt), then the order stays in force.
  std::optional<Milliseconds> lasts{};
  bool operator==(const Stage&) const = default;
};

struct Order {
  static constexpr std::size_t kReasonBytesMax = 1'000;
  static constexpr std::size_t kPublicTextBytesMax = 500;
  static constexpr std::size_t kPublicTextsMax = 16;
  static constexpr std::size_t kLanguageBytesMax = 35;
  static constexpr std::size_t kPersonBytesMax = 64;
  static constexpr std::size_t kScopeNameBytesMax = 63;
  static constexpr std::size_t kStagesMax = 6;
  /// Longest `until` and longest stage.
  static constexpr Milliseconds kLastsMax = std::chrono::days(366);
  static constexpr Milliseconds kDrainMax = std::chrono::hours(1);
  static constexpr Milliseconds kDrainDefault = std::chrono::seconds(10);

  Id id{};
  Rank rank = Rank::kOperator;
  Scope scope{};
  Level level = Level::kOpen;
  std::uint16_t share_permille = kShareAll;
  Cause cause = Cause::kNone;

  /// The person (operator id of the policy), playbook, or "direct:<uid>" for `close --direct` by whom the policy does not know.
  std::string author{};
  /// The person who agreed, when a second one was asked for.
  std::string approver{};
  /// Given with --alone: said loudly wherever the order is shown.
  bool alone = false;
  /// Given by a rehearsal: holds at the doors as any other, and is never told to the public.
  bool drill = false;

  /// Internal: never shown to the public.
  std::string reason{};
  /// What people see, by language tag; empty: the stock phrase of the cause.
  std::map<std::string, std::string> public_text{};

  /// Deadlines run on the boot clock of `boot_id`; the real times are for text and for bridging a reboot.
  BootTime from{};
  RealTime from_real{};
  std::optional<BootTime> until{};
  std::optional<RealTime> until_real{};
  /// What comes after `until`; empty: the order is simply over.
  std::vector<Stage> then{};

  /// After closing: requests under way get this long before they are cut.
  Milliseconds drain = kDrainDefault;
  /// During the drain, sessions that were inside before `from` go on being served (`--drain 10m`).
  bool drain_sessions = false;

  /// Set by the daemon for an attack order whose time is up once its signals have been quiet: from here on
  /// `then` runs.
  std::optional<BootTime> quiet_at{};

  bool operator==(const Order&) const = default;
};

/// True for load, maintenance and orders that name no cause: their time being up ends them, into reopening.
/// Attack ends only when its signals have been quiet; compromise only by a person.
bool ends_by_itself(Cause cause);

/// When `then` takes over (or the order is over): `until`, if the cause lets time end it, else `quiet_at`.
/// Empty: without an end of its own.
std::optional<BootTime> hand_over(const Order& order);

/// The stages of an order that says nothing of its reopening: a quarter of the clients for 5 minutes, half for
/// 5 minutes, then over. Only stages that let in more than the order does; none for an order without an end.
std::vector<Stage> default_then(const Order& order);

/// Checks every limit and what does not go together. The message names the field, the limit and both numbers.
Status validate(const Order& order);

std::string_view name(Level level);
std::string_view name(Cause cause);
std::string_view name(Rank rank);
std::string_view name(ScopeKind kind);
std::optional<Level> parse_level(std::string_view text);
std::optional<Cause> parse_cause(std::string_view text);

/// "service tax-filing", "compartment tax", "all".
std::string text(const Scope& scope);

/// "service:tax-filing", "compartment:tax", "all": what parse_scope reads.
std::string key(const Scope& scope);

/// "all", "service:NAME", "compartment:NAME", or a bare NAME, which is a service.
Result<Scope> parse_scope(std::string_view text);

}  // namespace bulkhead::posture
