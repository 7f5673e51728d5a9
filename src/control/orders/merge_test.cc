// One order that stands for several opens nothing that any of them had shut, at no moment.

#include "control/orders/merge.h"

#include <gtest/gtest.h>

#include <random>

#include "posture/posture.h"

namespace bulkhead::control {
namespace {

using posture::Cause;
using posture::Level;
using posture::Order;

constexpr int kMoments = 120;
constexpr BootTime kNow{Milliseconds(30)};

class Orders {
 public:
  explicit Orders(std::uint64_t seed) : random_(seed) {}

  Order one(BootTime from) {
    Order order;
    order.id = Id::from_words(random_(), random_());
    order.level = static_cast<Level>(below(4));
    if (order.level != Level::kClosed && below(2) == 0) order.share_permille = share();
    order.cause = static_cast<Cause>(below(5));
    order.author = order.reason = "x";
    order.from = from;
    order.drain = Milliseconds(below(6));
    order.drain_sessions = order.level == Level::kClosed && below(2) == 0;
    if (below(3) == 0) return order;
    order.until = from + Milliseconds(1 + below(40));
    for (int stages = below(3); stages > 0; --stages) {
      order.then.push_back({static_cast<Level>(below(3)), share(), Milliseconds(1 + below(9))});
    }
    return order;
  }
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }

 private:
  std::uint16_t share() { return static_cast<std::uint16_t>(100 * (1 + below(10))); }
  std::mt19937_64 random_;
};

TEST(MergeTest, IsAtEveryMomentAsStrictAsAllOfThem) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    Orders random(seed);
    std::vector<Order> all;
    for (int count = 1 + random.below(3); count > 0; --count) {
      const Order other = random.one(kNow - Milliseconds(random.below(30)));
      if (!posture::is_over(other, kNow)) all.push_back(other);
    }
    std::vector<const Order*> others;
    for (const Order& other : all) others.push_back(&other);
    const Order placed = random.one(kNow);
    const Order stands_for_all = merged(placed, others);
    ASSERT_TRUE(posture::validate(stands_for_all).has_value())
        << "seed " << seed << ": " << posture::validate(stands_for_all).error().message;
    EXPECT_EQ(stands_for_all.id, placed.id);
    all.push_back(placed);
    const std::vector<Order> one = {stands_for_all};
    for (int at = 0; at < kMoments; ++at) {
      const BootTime now = kNow + Milliseconds(at);
      const auto before = posture::resolve(all, {}, now);
      EXPECT_FALSE(posture::looser(posture::resolve(one, {}, now), before))
          << "seed " << seed << " at " << at;
    }
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace bulkhead::control
