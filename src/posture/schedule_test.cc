// What workers run without the daemon is what the orders say at every moment. The oracle knows nothing of timelines or
// steps: it asks each order by the words of DESIGN, moment by moment, and must agree with schedule() on random orders.

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <tuple>
#include <vector>

#include "posture/posture.h"

namespace bulkhead::posture {
namespace {

constexpr std::size_t kNoCut = 10'000;
constexpr int kMoments = 60;
const ServicePlace kPlace{"tax-filing", "tax"};

BootTime moment(int at) { return BootTime(Milliseconds(at)); }

// ---- The oracle -----------------------------------------------------------------------------------------------------

struct Asked {
  const Order* order;
  Level level;
  int share;
  int finishing;  // 2: sessions and requests, 1: requests under way, 0: nobody
  bool soft;
};

// What one order asks for at `now`, read off its fields.
std::optional<Asked> ask(const Order& order, BootTime now) {
  if (now < order.from) return std::nullopt;
  bool time_is_up = order.until && now >= *order.until;
  if (order.cause == Cause::kAttack) time_is_up = time_is_up && order.quiet_at && now >= *order.quiet_at;
  if (order.cause == Cause::kCompromise) time_is_up = false;
  if (!time_is_up) {
    const bool draining = order.level == Level::kClosed && now - order.from < order.drain;
    return Asked{&order, order.level, order.level == Level::kClosed ? 1000 : order.share_permille,
                 draining ? (order.drain_sessions ? 2 : 1) : 0, draining};
  }
  BootTime begins = *order.until;
  if (order.cause == Cause::kAttack) begins = std::max(begins, *order.quiet_at);
  for (const Stage& stage : order.then) {
    const bool ends = stage.lasts.has_value();
    if (now >= begins && (!ends || now < begins + *stage.lasts))
      return Asked{&order, stage.level, stage.share_permille, 0, true};
    if (!ends) break;
    begins += *stage.lasts;
  }
  return std::nullopt;
}

bool concerns(const Order& order) {
  return order.scope.kind == ScopeKind::kAll || order.scope.name == kPlace.service ||
         (order.scope.kind == ScopeKind::kCompartment && order.scope.name == kPlace.compartment);
}

auto strict(const Asked& a) {
  return std::tuple(static_cast<int>(a.level), -a.finishing, a.level == Level::kClosed ? 0 : -a.share);
}

Posture naive(const std::vector<Order>& orders, BootTime now) {
  for (const Rank rank : {Rank::kOperator, Rank::kPlaybook}) {
    std::vector<Asked> all;
    for (const Order& order : orders) {
      if (order.rank != rank || !concerns(order)) continue;
      if (const auto asked = ask(order, now)) all.push_back(*asked);
    }
    if (all.empty()) continue;
    const bool lanes = std::none_of(all.begin(), all.end(),
                                    [](const Asked& a) { return a.order->cause == Cause::kCompromise; });
    std::vector<Asked> counted;
    while (!all.empty()) {
      const auto first = std::max_element(all.begin(), all.end(), [](const Asked& a, const Asked& b) {
        return std::tuple(a.order->scope.kind, strict(a), a.order->id) <
               std::tuple(b.order->scope.kind, strict(b), b.order->id);
      });
      counted.push_back(*first);
      if (!first->soft) break;
      all.erase(first);
    }
    Asked decides = counted.front();
    int share = 1000;
    for (const Asked& one : counted) {
      if (strict(one) > strict(decides)) decides = one;
    }
    for (const Asked& one : counted) share = std::min(share, one.share);
    return Posture{
        decides.level,          static_cast<std::uint16_t>(decides.level == Level::kClosed ? 1000 : share),
        decides.order->cause,   decides.finishing > 0,
        decides.finishing == 2, lanes,
        decides.order->id};
  }
  return Posture{};
}

// ---- Random orders --------------------------------------------------------------------------------------------------

class Orders {
 public:
  explicit Orders(std::uint64_t seed) : random_(seed) {}

  std::vector<Order> some() {
    std::vector<Order> orders(static_cast<std::size_t>(below(7)));
    for (Order& order : orders) order = one();
    return orders;
  }
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }

 private:
  Order one() {
    static const Scope kScopes[] = {{},
                                    {ScopeKind::kCompartment, "tax"},
                                    {ScopeKind::kService, "tax-filing"},
                                    {ScopeKind::kService, "court"}};
    Order order;
    order.id = Id::from_words(random_(), random_());
    order.rank = below(4) == 0 ? Rank::kPlaybook : Rank::kOperator;
    order.scope = kScopes[below(4)];
    order.level = static_cast<Level>(below(4));
    if (order.level != Level::kClosed && below(2) == 0) order.share_permille = share();
    order.cause = static_cast<Cause>(below(5));
    order.from = moment(below(30));
    order.drain = Milliseconds(below(10));
    order.drain_sessions = order.level == Level::kClosed && below(2) == 0;
    if (below(3) > 0) add_ending(order);
    order.author = order.reason = "x";
    return order;
  }
  void add_ending(Order& order) {
    order.until = order.from + Milliseconds(1 + below(20));
    for (int stages = below(4); stages > 0; --stages) {
      Stage stage{static_cast<Level>(below(3)), share(), Milliseconds(1 + below(6))};
      if (stages == 1 && below(4) == 0) stage.lasts.reset();
      order.then.push_back(stage);
    }
    if (order.cause == Cause::kAttack && below(2) == 0)
      order.quiet_at = *order.until + Milliseconds(below(8));
  }
  std::uint16_t share() { return static_cast<std::uint16_t>(100 * (1 + below(10))); }

  std::mt19937_64 random_;
};

Posture posture_of(const std::vector<Step>& steps, BootTime at) {
  Posture posture;
  for (const Step& step : steps) {
    if (step.at <= at) posture = step.posture;
  }
  return posture;
}

TEST(ScheduleTest, AgreesWithTheOracleAtEveryMoment) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    Orders random(seed);
    const std::vector<Order> orders = random.some();
    for (const Order& order : orders) ASSERT_TRUE(validate(order).has_value()) << "seed " << seed;
    const int from = random.below(40);
    const std::vector<Step> steps = schedule(orders, kPlace, moment(from), kNoCut);
    ASSERT_FALSE(steps.empty());
    EXPECT_EQ(steps.front().at, moment(from));
    for (int at = from; at < from + kMoments; ++at) {
      ASSERT_EQ(posture_of(steps, moment(at)), naive(orders, moment(at))) << "seed " << seed << " at " << at;
      ASSERT_EQ(resolve(orders, kPlace, moment(at)), naive(orders, moment(at)))
          << "seed " << seed << " at " << at;
    }
    for (std::size_t i = 1; i < steps.size(); ++i) {
      EXPECT_LT(steps[i - 1].at, steps[i].at) << "seed " << seed;
      EXPECT_FALSE(steps[i - 1].posture == steps[i].posture)
          << "seed " << seed << ": a step that changes nothing";
    }
  }
}

// A cut schedule says the same up to its last step, and stays at nothing that something stricter was to follow.
TEST(ScheduleTest, ACutNeverLeavesADoorLooserThanWhatWasToFollow) {
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    Orders random(seed);
    const std::vector<Order> orders = random.some();
    const std::vector<Step> whole = schedule(orders, kPlace, moment(0), kNoCut);
    for (std::size_t steps_max = 1; steps_max <= 7; ++steps_max) {
      const std::vector<Step> cut = schedule(orders, kPlace, moment(0), steps_max);
      ASSERT_LE(cut.size(), steps_max);
      ASSERT_TRUE(std::equal(cut.begin(), cut.end(), whole.begin()))
          << "seed " << seed << " max " << steps_max;
      if (cut.size() == 1 || cut.size() == whole.size()) continue;
      const Step& last = cut.back();
      const bool loosens = looser(last.posture, cut[cut.size() - 2].posture);
      const bool stricter_follows =
          std::any_of(whole.begin() + static_cast<std::ptrdiff_t>(cut.size()), whole.end(),
                      [&](const Step& later) { return looser(last.posture, later.posture); });
      EXPECT_FALSE(loosens && stricter_follows) << "seed " << seed << " max " << steps_max;
    }
  }
}

TEST(ScheduleTest, NoStepsWhenNoneAreAllowed) { EXPECT_TRUE(schedule({}, kPlace, moment(0), 0).empty()); }

TEST(ScheduleTest, WithoutOrdersADoorIsOpen) {
  EXPECT_EQ(schedule({}, kPlace, moment(3), 7), (std::vector<Step>{{moment(3), Posture{}}}));
}

// Tightening a schedule by an order is never looser than either, at no moment.
TEST(ScheduleTest, StricterOfTwoIsAsStrictAsBoth) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    Orders random(seed);
    const std::vector<Step> a = schedule(random.some(), kPlace, moment(0), 7);
    const std::vector<Step> b = schedule(random.some(), kPlace, moment(0), 7);
    const std::vector<Step> both = stricter_of(a, b, moment(0), kNoCut);
    for (int at = 0; at < kMoments; ++at) {
      const Posture posture = posture_of(both, moment(at));
      ASSERT_FALSE(looser(posture, posture_of(a, moment(at)))) << "seed " << seed << " at " << at;
      ASSERT_FALSE(looser(posture, posture_of(b, moment(at)))) << "seed " << seed << " at " << at;
    }
  }
}

// Placing an order whose first hand has passed never opens a door: what is left of it only holds back.
TEST(ScheduleTest, AReopeningOnlyHoldsBack) {
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    Orders random(seed);
    std::vector<Order> orders = random.some();
    std::erase_if(orders, [](const Order& order) { return order.rank == Rank::kPlaybook; });
    if (orders.empty()) continue;
    const Order last = orders.back();
    const auto over = hand_over(last);
    if (!over) continue;
    const std::vector<Order> without(orders.begin(), orders.end() - 1);
    for (int at = 0; at < 20; ++at) {
      const BootTime now = std::max(*over, last.from) + Milliseconds(at);
      EXPECT_FALSE(looser(resolve(orders, kPlace, now), resolve(without, kPlace, now))) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace bulkhead::posture
