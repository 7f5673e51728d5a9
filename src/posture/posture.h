// What the orders in force add up to for one service: its posture now, and how it will change by itself.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "posture/order.h"

namespace bulkhead::posture {

/// The effective state of one door.
struct Posture {
  Level level = Level::kOpen;
  std::uint16_t share_permille = kShareAll;
  Cause cause = Cause::kNone;
  /// Closed, but requests (and with drain_sessions: sessions) that were inside are still served.
  bool draining = false;
  bool drain_sessions = false;
  /// False on cause compromise: not even lanes are served.
  bool lanes_served = true;
  /// The order that decides; empty when no order is in force.
  Id order{};
  bool operator==(const Posture&) const = default;
};

/// One step of a schedule: from `at` on, `posture` holds.
struct Step {
  BootTime at{};
  Posture posture{};
  bool operator==(const Step&) const = default;
};

/// Where a service stands in the policy; what orders are matched against.
struct ServicePlace {
  std::string service{};
  std::string compartment{};
};

/// Tells whether the signals that an attack order answers have been quiet. The watch implements it; until it
/// exists `nullopt` (unknown) is the answer, and unknown never ends an order.
class QuietSource {
 public:
  virtual ~QuietSource() = default;
  virtual std::optional<Milliseconds> quiet_for(const Order& order, BootTime now) const = 0;
};

/// How long signals must have been quiet before an attack order whose time is up may end.
inline constexpr Milliseconds kQuietNeeded = std::chrono::minutes(10);

/// How an order will end, for those who read it.
struct Ending {
  enum class Kind : std::uint8_t {
    kNone = 0,    ///< Without an end: somebody takes it away.
    kTime = 1,    ///< By itself, at `at`.
    kQuiet = 2,   ///< Not before `at`, and only once its signals have been quiet.
    kPerson = 3,  ///< By a person; `at`, when given, is when one meant to look.
  };
  Kind kind = Kind::kNone;
  /// When the order's first hand ends and its stages, if any, begin.
  std::optional<BootTime> at{};
  bool operator==(const Ending&) const = default;
};
std::string_view name(Ending::Kind kind);
Ending ending(const Order& order);

/// What an order asks for at one time.
struct Hand {
  Posture posture{};
  /// A soft hand only holds back: while it drains or reopens (its `then` stages), what other orders ask for
  /// shows through, and the stricter of both holds. So a door never opens because a narrower order's time ran
  /// out under a wider closing, and a door that is shut does not let sessions in again to drain.
  bool soft = false;
};
/// Empty before `from` and when the order is over.
std::optional<Hand> hand(const Order& order, BootTime now);

/// True when `scope` covers the service.
bool covers(const Scope& scope, const ServicePlace& place);

/// When the hand of an order changes, and to what: level → (drain over) → then-stages → over (an open step of
/// no order). Without that last step: in force without end. A `closed` order contributes a draining step first.
std::vector<Step> timeline(const Order& order);

/// True when nothing of the order will hold at or after `now`.
bool is_over(const Order& order, BootTime now);

/// True when the order's time is up but its cause does not let it end by itself: a person must look.
bool is_overdue(const Order& order, BootTime now);

/// A door that is at least as strict as both: the stricter level, the smaller share, fewer who may finish. `order` and
/// `cause` are those of the stricter one, of `a` when they are alike.
Posture stricter_of(const Posture& a, const Posture& b);

/// True when a door in `a` serves somebody whom a door in `b` would not, or asks less of them.
bool looser(const Posture& a, const Posture& b);

/// The posture of `place` at `now`: operators' orders if any, else playbooks'; within a rank the narrower scope
/// wins, then the stricter, then the smaller share, then the newer id. Soft hands: see Hand. While any order
/// with cause compromise covers a closed door, its lanes are not served, whichever order decides.
Posture resolve(std::span<const Order> orders, const ServicePlace& place, BootTime now);

/// As resolve(), but as though every drain were over: where a door is going.
Posture resolve_settled(std::span<const Order> orders, const ServicePlace& place, BootTime now);

/// The posture from `now` on, first step at `now`, at most `steps_max` steps; later changes are left for the next
/// call. When cut, no step that loosens is the last one kept unless nothing stricter follows it within the cut.
std::vector<Step> schedule(std::span<const Order> orders, const ServicePlace& place, BootTime now,
                           std::size_t steps_max);

/// At every time the stricter of two schedules. For `close --direct` when the orders on record cannot be read: the
/// schedule that workers run already, tightened by one order's timeline.
std::vector<Step> stricter_of(std::span<const Step> a, std::span<const Step> b, BootTime now,
                              std::size_t steps_max);

}  // namespace bulkhead::posture
