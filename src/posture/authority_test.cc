// Contain fast, open carefully: what one person may do alone, what takes two, and what nobody may do.

#include "posture/authority.h"

#include <gtest/gtest.h>

namespace bulkhead::posture {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Person kAna{"ana", Role::kDuty, false};
const Person kBesa{"besa", Role::kChief, false};
const Person kAuditor{"arta", Role::kAuditor, false};
const Person kRoot{"root", Role::kAuditor, true};

constexpr Posture kOpen{};
constexpr Posture kClosed{.level = Level::kClosed};

Order closing(ScopeKind kind) {
  Order order;
  order.scope = {kind, kind == ScopeKind::kAll ? "" : "tax"};
  order.level = Level::kClosed;
  return order;
}

Effect effect(Criticality criticality, std::optional<Milliseconds> closed_for) {
  Effect one{.service = "tax-filing", .criticality = criticality, .before = kOpen, .after = kClosed};
  one.closed_for = closed_for;
  return one;
}

struct AuthorityCase {
  const char* says;
  Person person;
  bool alone;
  std::optional<Order> placed;
  std::vector<Order> ended;
  std::vector<Effect> effects;
  Verdict verdict;
  const char* why;
};

Order with_cause(Order order, Cause cause) { return order.cause = cause, order; }

Effect loosening(bool under_compromise) {
  Effect one{.service = "tax-filing", .before = kClosed, .after = kOpen};
  one.under_compromise = under_compromise;
  return one;
}

TEST(AuthorityTest, Orders) {
  const auto essential = Criticality::kEssential;
  const Order service = closing(ScopeKind::kService);
  const Order compartment = closing(ScopeKind::kCompartment);
  const Order all = closing(ScopeKind::kAll);
  Effect again = effect(essential, {});
  again.closed_anyway = true;
  const AuthorityCase cases[] = {
      {"duty closes a compartment for an hour",
       kAna,
       false,
       compartment,
       {},
       {effect(essential, hours(1))},
       Verdict::kAllowed,
       ""},
      {"and not a millisecond longer",
       kAna,
       false,
       compartment,
       {},
       {effect(essential, hours(1) + Milliseconds(1))},
       Verdict::kNeedsSecond,
       "for 1 h"},
      {"nor without an end",
       kAna,
       false,
       service,
       {},
       {effect(essential, {})},
       Verdict::kNeedsSecond,
       "without an end"},
      {"what is closed so long anyway needs nobody",
       kAna,
       false,
       service,
       {},
       {again},
       Verdict::kAllowed,
       ""},
      {"what is not essential may stay closed",
       kAna,
       false,
       service,
       {},
       {effect(Criticality::kImportant, {})},
       Verdict::kAllowed,
       ""},
      {"closing everything takes two",
       kAna,
       false,
       all,
       {},
       {effect(essential, minutes(1))},
       Verdict::kNeedsSecond,
       "everything"},
      {"the chief is one person too", kBesa, false, all, {}, {}, Verdict::kNeedsSecond, "everything"},
      {"alone stands in, loudly", kAna, true, all, {}, {}, Verdict::kAllowed, "everything"},
      {"opening what load has closed takes one",
       kAna,
       false,
       {},
       {with_cause(service, Cause::kLoad)},
       {loosening(false)},
       Verdict::kAllowed,
       ""},
      {"taking away an order of compromise takes two",
       kAna,
       false,
       {},
       {with_cause(service, Cause::kCompromise)},
       {loosening(true)},
       Verdict::kNeedsSecond,
       "compromise"},
      {"and opening past it",
       kAna,
       false,
       Order{},
       {},
       {loosening(true)},
       Verdict::kNeedsSecond,
       "tax-filing"},
      {"tightening under compromise takes one",
       kAna,
       false,
       service,
       {},
       {effect(essential, minutes(1))},
       Verdict::kAllowed,
       ""},
      {"an auditor never acts", kAuditor, false, service, {}, {}, Verdict::kRefused, "auditor"},
      {"not even alone", kAuditor, true, service, {}, {}, Verdict::kRefused, "auditor"},
      {"uid 0 does not act", kRoot, false, service, {}, {}, Verdict::kRefused, "--alone"},
      {"but alone", kRoot, true, service, {}, {}, Verdict::kAllowed, ""},
  };
  for (const AuthorityCase& one : cases) {
    std::vector<const Order*> ended;
    for (const Order& order : one.ended) ended.push_back(&order);
    const auto permission =
        may_order(one.person, one.alone, one.placed ? &*one.placed : nullptr, ended, one.effects);
    EXPECT_EQ(permission.verdict, one.verdict) << one.says << ": " << permission.why;
    EXPECT_NE(permission.why.find(one.why), std::string::npos) << one.says << ": " << permission.why;
    EXPECT_EQ(permission.why.empty(), std::string_view(one.why).empty())
        << one.says << ": " << permission.why;
    EXPECT_EQ(permission.overridden, one.verdict == Verdict::kAllowed && !permission.why.empty()) << one.says;
  }
}

TEST(AuthorityTest, TheSecondPersonIsAnotherOne) {
  EXPECT_EQ(may_approve(kBesa, "ana").verdict, Verdict::kAllowed);
  EXPECT_EQ(may_approve(kAna, "besa").verdict, Verdict::kAllowed);
  EXPECT_EQ(may_approve(kAna, "ana").verdict, Verdict::kRefused);
  EXPECT_EQ(may_approve(kAuditor, "ana").verdict, Verdict::kRefused);
  EXPECT_EQ(may_approve(kRoot, "ana").verdict, Verdict::kRefused);
}

}  // namespace
}  // namespace bulkhead::posture
