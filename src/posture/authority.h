// Who may give, take away and agree to orders. Contain fast, open carefully.
//
// Pure rules: they know persons, roles and what a change would do to each door; who the person behind a
// connection is, and where proposals wait, is control/.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "posture/order.h"
#include "posture/posture.h"

namespace bulkhead::posture {

/// duty: may close, guard, open, and agree. chief: the same. auditor: may only look.
enum class Role : std::uint8_t { kAuditor = 0, kDuty = 1, kChief = 2 };

/// Who is shed last. Essential is shed last of all.
enum class Criticality : std::uint8_t { kEssential = 0, kImportant = 1, kDeferrable = 2 };

/// Whose hand it is.
struct Person {
  /// Operator id of the policy; "root" for uid 0, who is nobody in particular.
  std::string id{};
  Role role = Role::kAuditor;
  /// Connected as uid 0: acts only with --alone, and is never the second person.
  bool root = false;
  bool operator==(const Person&) const = default;
};

/// What a change would do to one door, once draining is over.
struct Effect {
  std::string service{};
  Criticality criticality = Criticality::kImportant;
  Posture before{};
  Posture after{};
  /// An order with cause compromise covers the door before the change.
  bool under_compromise = false;
  /// How long one person alone will have kept the door closed when the order's stated time is up: counted from the
  /// first of the closings in force that join up with it, so that an hour is not had twice. Empty: without an end.
  std::optional<Milliseconds> closed_for{};
  /// How much of that is past already; zero when no closing in force joins up.
  Milliseconds closed_already{0};
  /// An order in force keeps the door closed at least as long anyway.
  bool closed_anyway = false;
};

enum class Verdict : std::uint8_t { kAllowed = 0, kNeedsSecond = 1, kRefused = 2 };

/// The rule's answer; `why` names the rule in words that people are shown.
struct Permission {
  Verdict verdict = Verdict::kAllowed;
  std::string why{};
  /// A second person was needed and --alone stood in: to be shown loudly.
  bool overridden = false;
};

/// How long one person may keep an essential service closed.
inline constexpr Milliseconds kAloneClosedMax = std::chrono::hours(1);

/// May `person` do what has these effects? `placed` is the order to be given, if any; `ended` are the orders
/// that would be taken away. A second person is asked for closing everything, for closing an essential
/// service longer than kAloneClosedMax, and for taking away or loosening what an order with cause compromise
/// covers. What counts as long is the stated time, also where the cause (attack) will not let time end the order:
/// closing for an hour is what one person is there for, and after it `overdue` calls for a second look.
Permission may_order(const Person& person, bool alone, const Order* placed,
                     std::span<const Order* const> ended, std::span<const Effect> effects);

/// May `person` agree to what `author` proposed? Never the author, never an auditor, never root.
Permission may_approve(const Person& person, std::string_view author);

}  // namespace bulkhead::posture
