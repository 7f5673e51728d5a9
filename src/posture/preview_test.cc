// Before anything is done it is said what it does: which doors change, who is touched, who needs them, what stays.

#include "posture/preview.h"

#include <gtest/gtest.h>

namespace bulkhead::posture {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr BootTime kNow{hours(9)};

// sign-on <- portal, tax-filing, health <- (portal) ; court stands alone.
const std::vector<ServiceFacts> kServices = {
    {{"court", "court"}, Criticality::kDeferrable, {}, {}, 100},
    {{"health", "health"}, Criticality::kEssential, {"registry"}, {"hospitals"}, 200},
    {{"portal", "portal"}, Criticality::kImportant, {"sign-on"}, {}, 300},
    {{"registry", "identity"}, Criticality::kEssential, {"sign-on"}, {"counters"}, 150},
    {{"sign-on", "identity"}, Criticality::kImportant, {}, {"counters", "posts"}, 200},
    {{"tax-filing", "tax"}, Criticality::kEssential, {"sign-on"}, {}, 50},
};

Order order(const char* scope, Level level, Cause cause = Cause::kLoad) {
  static std::uint64_t count = 0;
  Order one;
  one.id = Id::from_words(7, ++count);
  one.scope = parse_scope(scope).value();
  one.level = level;
  one.cause = cause;
  one.from = kNow;
  return one;
}

Preview preview_of(const std::vector<Order>& in_force, const Order& placed) {
  return preview({in_force, {}, &placed, placed.scope, kNow}, kServices);
}

TEST(PreviewTest, ClosingACompartment) {
  const Preview said = preview_of({}, order("compartment:identity", Level::kClosed));
  EXPECT_EQ(said.services, (std::vector<std::string>{"registry", "sign-on"}));
  EXPECT_EQ(said.essential, (std::vector<std::string>{"registry"}));
  EXPECT_EQ(said.depends_on_it, (std::vector<std::string>{"health", "portal", "tax-filing"}));
  EXPECT_EQ(said.essential_depends_on_it, (std::vector<std::string>{"health", "tax-filing"}));
  EXPECT_EQ(said.people_permille, 350);
  EXPECT_EQ(said.lanes_stay, (std::vector<std::string>{"counters", "posts"}));
  ASSERT_EQ(said.changes.size(), 2u);
  EXPECT_EQ(said.changes[0].from.level, Level::kOpen);
  EXPECT_EQ(said.changes[0].to.level, Level::kClosed);
  EXPECT_FALSE(said.changes[0].to.draining);
  EXPECT_TRUE(said.tightens);
  EXPECT_FALSE(said.loosens);
  EXPECT_EQ(said.sentence,
            "2 services, 35 % of today's people, 2 essential ones depend on it; counters and posts stay");
}

struct SentenceCase {
  const char* says;
  std::vector<Order> in_force;
  Order placed;
  const char* sentence;
};

TEST(PreviewTest, Sentences) {
  const SentenceCase cases[] = {
      {"one service is named",
       {},
       order("court", Level::kClosed),
       "court, 10 % of today's people; no lane stays"},
      {"compromise serves no lanes",
       {},
       order("health", Level::kClosed, Cause::kCompromise),
       "health, 20 % of today's people; no lane stays"},
      {"guarding says nothing of lanes",
       {},
       order("registry", Level::kGuarded),
       "registry, 15 % of today's people, 1 essential one depends on it"},
      {"a door that stays open by name is said",
       {order("court", Level::kOpen)},
       order("all", Level::kClosed),
       "6 services, 100 % of today's people; counters, hospitals and posts stay; court stays looser by an "
       "order of its "
       "own"},
      {"a door that stays closed is said",
       {order("court", Level::kClosed)},
       order("court", Level::kGuarded),
       "court, 10 % of today's people; court stays stricter by another order; nothing changes"},
  };
  for (const SentenceCase& one : cases) {
    const Preview said = preview_of(one.in_force, one.placed);
    EXPECT_EQ(said.sentence, one.sentence) << one.says;
  }
}

TEST(PreviewTest, PeopleAreLeftOutWhenNobodyCounts) {
  std::vector<ServiceFacts> services = kServices;
  for (ServiceFacts& service : services) service.people_today = 0;
  const Order placed = order("court", Level::kClosed);
  const Preview said = preview({{}, {}, &placed, placed.scope, kNow}, services);
  EXPECT_EQ(said.people_permille, std::nullopt);
  EXPECT_EQ(said.sentence, "court; no lane stays");
}

TEST(PreviewTest, TakingAwayShowsWhatLiesUnder) {
  const std::vector<Order> in_force = {order("all", Level::kGuarded), order("court", Level::kClosed)};
  const Id ended[] = {in_force[1].id};
  const Preview said = preview({in_force, ended, nullptr, in_force[1].scope, kNow}, kServices);
  ASSERT_EQ(said.changes.size(), 1u);
  EXPECT_EQ(said.changes[0].to.level, Level::kGuarded);
  EXPECT_TRUE(said.loosens);
}

// An hour is not had twice: closings that join up count as one.
TEST(PreviewTest, ClosingsThatJoinUpCountTogether) {
  std::vector<Order> in_force = {order("tax-filing", Level::kClosed)};
  in_force[0].from = kNow - minutes(50);
  in_force[0].until = kNow + minutes(10);
  Order placed = order("compartment:tax", Level::kClosed);
  placed.until = kNow + hours(1);
  auto found = effects({in_force, {}, &placed, placed.scope, kNow}, kServices);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].closed_for, minutes(110));
  EXPECT_FALSE(found[0].closed_anyway);
  placed.until = kNow + minutes(5);
  found = effects({in_force, {}, &placed, placed.scope, kNow}, kServices);
  EXPECT_TRUE(found[0].closed_anyway);
}

TEST(PreviewTest, ALengthThatCountsFromTheFirstClosingSaysSo) {
  std::vector<Order> in_force = {order("tax-filing", Level::kClosed)};
  in_force[0].from = kNow - minutes(50);
  in_force[0].until = kNow + minutes(10);
  Order placed = order("tax-filing", Level::kClosed);
  const auto why = [&](std::span<const Order> before) {
    const auto found = effects({before, {}, &placed, placed.scope, kNow}, kServices);
    return may_order({"ana", Role::kDuty, false}, false, &placed, {}, found).why;
  };
  EXPECT_EQ(why({}),
            "closing the essential service tax-filing without an end needs a second person; "
            "one person may for 1 h");
  EXPECT_EQ(why(in_force),
            "closing the essential service tax-filing without an end needs a second person; "
            "one person may for 1 h in all");
  placed.until = kNow + hours(1);
  EXPECT_EQ(why(in_force),
            "closing the essential service tax-filing for 1 h 50 min, counting the 50 min that it is closed "
            "already, needs a second person; one person may for 1 h in all");
}

TEST(PreviewTest, CompromiseIsSeenBelowANarrowerOrder) {
  const std::vector<Order> in_force = {order("compartment:tax", Level::kClosed, Cause::kCompromise),
                                       order("tax-filing", Level::kClosed)};
  const Id ended[] = {in_force[1].id};
  const Order placed = order("tax-filing", Level::kOpen);
  const auto found = effects({in_force, ended, &placed, placed.scope, kNow}, kServices);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].under_compromise);
  EXPECT_TRUE(looser(found[0].after, found[0].before));
}

}  // namespace
}  // namespace bulkhead::posture
