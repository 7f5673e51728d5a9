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
       "6 services, 100 % of today's people; counters, hospitals and posts stay; 5 of 6 closed; STILL OPEN: "
       "court "
       "(an order of its own)"},
      {"so are several",
       {order("court", Level::kGuarded), order("portal", Level::kOpen)},
       order("all", Level::kClosed),
       "6 services, 100 % of today's people; counters, hospitals and posts stay; 4 of 6 closed; STILL OPEN: "
       "court "
       "and portal (orders of their own)"},
      {"guarding wide leaves those looser that have orders of their own",
       {order("court", Level::kOpen), order("portal", Level::kOpen)},
       order("all", Level::kGuarded),
       "6 services, 100 % of today's people; court and portal stay looser by orders of their own"},
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

// What is closed already may stay so for longer: that is a change too.
TEST(PreviewTest, ADoorThatStaysAsItIsMayEndAtAnotherTime) {
  const auto closing = [](std::optional<Milliseconds> lasts, Cause cause = Cause::kLoad,
                          const char* scope = "court") {
    Order one = order(scope, Level::kClosed, cause);
    if (lasts) one.until = kNow + *lasts;
    return one;
  };
  struct Case {
    const char* says;
    std::vector<Order> in_force;
    Order placed;
    const char* tail;
  };
  const Case cases[] = {
      {"longer", {closing(minutes(30))}, closing(minutes(45)), "; court stays closed, 15 min longer"},
      {"a shorter one does not shorten it",
       {closing(minutes(30))},
       closing(minutes(15)),
       "; nothing changes"},
      {"nor does the same again", {closing(minutes(30))}, closing(minutes(30)), "; nothing changes"},
      {"without an end",
       {closing(minutes(30))},
       closing(std::nullopt),
       "; court stays closed, now without an end"},
      {"what waits for quiet is meant to last longer too",
       {closing(minutes(30), Cause::kAttack)},
       closing(minutes(45), Cause::kAttack),
       "; court stays closed, 15 min longer"},
      {"a wider closing that lasts longer counts",
       {closing(minutes(60), Cause::kLoad, "all"), closing(minutes(30))},
       closing(minutes(45)),
       "; nothing changes"},
  };
  for (const Case& one : cases) {
    const Preview said = preview_of(one.in_force, one.placed);
    EXPECT_TRUE(said.changes.empty()) << one.says;
    EXPECT_TRUE(said.sentence.ends_with(one.tail)) << one.says << ": " << said.sentence;
  }
}

TEST(PreviewTest, TakingAwaySaysWhatEndingShowsThrough) {
  std::vector<Order> in_force = {order("court", Level::kClosed), order("court", Level::kClosed)};
  in_force[0].until = kNow + minutes(30);
  in_force[1].until = kNow + minutes(45);
  const Id ended[] = {in_force[1].id};
  const Preview said = preview({in_force, ended, nullptr, in_force[1].scope, kNow}, kServices);
  ASSERT_EQ(said.endings.size(), 1u);
  EXPECT_EQ(said.endings[0].from.at, kNow + minutes(45));
  EXPECT_EQ(said.endings[0].to.at, kNow + minutes(30));
  EXPECT_TRUE(said.sentence.ends_with("; court stays closed, 15 min shorter")) << said.sentence;
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
