// A seeded life of a gateway: orders given and taken back at random while the daemon is killed, the machine reboots,
// clocks are set, the disk fills up and appends are torn. Whatever happens:
//
// * an order that was acknowledged stays in force until somebody was told that it is over, or its time has truly passed;
// * workers never hold a door looser than the orders on record say;
// * every act that was acknowledged is in history, whose numbers have no gap.
//
// A failure prints its seed.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "control/orders/carry_over.h"
#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

using posture::Cause;
using posture::Level;
using posture::Order;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kSteps = 120;
// Each commit waits for the disk, so few lives are lived by default; BULKHEAD_SEEDS=1000 with TMPDIR in memory lives more.
std::uint64_t seeds() {
  const char* asked = std::getenv("BULKHEAD_SEEDS");
  return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 4;
}

// What the test knows of an order that it was told is in force.
struct Given {
  std::optional<Milliseconds> lasts;
  /// Time that has truly passed since, on and off.
  Milliseconds passed{0};
};

class Life {
 public:
  explicit Life(std::uint64_t seed) : world_(seed), random_(seed) {}

  void live() {
    for (int step = 0; step < kSteps && !testing::Test::HasFatalFailure(); ++step) {
      SCOPED_TRACE(testing::Message() << "step " << step << ": " << one_thing());
      check_acknowledged();
      check_doors();
    }
    recover();
    check_history();
  }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  const posture::Person& somebody() { return below(2) == 0 ? kAna : kBesa; }

  const char* one_thing() {
    switch (below(14)) {
      case 4: return undo(), "undo";
      case 5: return open(), "open";
      case 6: return agree(), "agree";
      case 7:
      case 8: return pass(minutes(below(40))), "time passes";
      case 9: return set_clock(minutes(below(600) - 300)), "the clock is set";
      case 10: return full_disk(), full_ ? "the disk is full" : "the disk has room";
      case 11: return kill(), "the daemon is killed";
      case 12: return reboot(), "the machine starts again";
      case 13: return world_.workers.deaf = below(3) == 0, pass(seconds(1)), "workers hear or do not";
      default: return place(), "place";
    }
  }

  void note(const Result<Outcome>& outcome) {
    if (!outcome) return;
    for (const Order& order : outcome->ended) {
      given_.erase(order.id);
      told_over_.push_back(order.id);
    }
    if (outcome->order) {
      const Order& order = *outcome->order;
      const bool by_time = order.until && posture::ends_by_itself(order.cause);
      given_[order.id] = {by_time ? std::optional(*order.until - order.from) : std::nullopt, {}};
      told_placed_.push_back(order.id);
    }
  }

  void place() {
    static const char* const kScopes[] = {"court", "tax-filing", "sign-on", "compartment:identity", "all"};
    OrderRequest one =
        request(kScopes[below(5)], static_cast<Level>(1 + below(3)), {}, static_cast<Cause>(below(5)));
    if (below(3) > 0) one.lasts = minutes(1 + below(90));
    if (one.level == Level::kClosed && below(3) == 0) one.drain = minutes(below(10));
    one.alone = below(3) == 0;
    note(world_.book->place(somebody(), one));
  }
  void undo() {
    if (world_.book->in_force().empty()) return;
    const auto index = static_cast<std::size_t>(below(static_cast<int>(world_.book->in_force().size())));
    const Id id = world_.book->in_force()[index].id;
    note(world_.book->undo(somebody(), id, {.reason = "enough", .alone = below(2) == 0}));
  }
  void open() {
    OrderRequest one = request(below(2) == 0 ? "court" : "sign-on", Level::kOpen);
    one.share_permille = below(2) == 0 ? posture::kShareAll : std::uint16_t{300};
    one.alone = below(3) == 0;
    note(world_.book->place(somebody(), one));
  }
  void agree() {
    const auto waiting = world_.book->proposals();
    if (waiting.empty()) return;
    const Proposal& one = waiting[static_cast<std::size_t>(below(static_cast<int>(waiting.size())))];
    note(world_.book->approve(one.author == "ana" ? kBesa : kAna, one.id, one.digest, "agreed"));
  }

  void pass(Milliseconds by) {
    world_.pass(by);
    aged(by);
  }
  void aged(Milliseconds by) {
    for (auto& [id, order] : given_) order.passed += by;
  }
  // Somebody sets the clock; then the kernel does not call it synchronised any more.
  void set_clock(Milliseconds by) {
    world_.clock.step_real(by);
    world_.clock.set_trusted(false);
    wrong_by_ += by;
  }
  // What synchronises it sets it right.
  void synchronise() {
    world_.clock.step_real(-wrong_by_);
    world_.clock.set_trusted(true);
    wrong_by_ = Milliseconds(0);
  }
  void full_disk() {
    full_ = !full_;
    ASSERT_TRUE(world_.store->fill_for_test(full_).has_value());
  }
  void kill() {
    world_.stop_hard(below(2) == 0 ? below(400) : 0, random_);
    start();
  }
  void reboot() {
    const Milliseconds off = minutes(below(60));
    world_.stop_hard(0, random_);
    world_.clock.reboot(off);
    switch (below(3)) {
      case 0: set_clock(minutes(below(6'000) - 3'000)); break;
      case 1: synchronise(); break;
      default: break;
    }
    // Of the new boot a moment has passed already.
    aged(off + world_.clock.boot_now().time_since_epoch());
    start();
  }
  void start() {
    full_ = false;
    world_.workers.orders.clear();
    world_.start();
  }
  void recover() {
    world_.workers.deaf = false;
    ASSERT_TRUE(world_.store->fill_for_test(false).has_value());
    ASSERT_TRUE(world_.book->tick().has_value());
    EXPECT_TRUE(world_.journal->empty());
    check_doors();
  }

  void check_acknowledged() {
    for (const auto& [id, order] : given_) {
      if (world_.book->find(id) != nullptr) continue;
      ASSERT_TRUE(order.lasts && order.passed >= *order.lasts)
          << "an acknowledged order is gone: " << id.text();
    }
    for (const Id id : told_over_)
      ASSERT_EQ(world_.book->find(id), nullptr) << "an order came back: " << id.text();
  }

  // The orders on record, read past the book.
  std::vector<Order> on_record() {
    const os::Clock& clock = world_.clock;
    const Heartbeat now{clock.boot_id(), clock.boot_now(), clock.real_now(), clock.real_time_trusted()};
    std::vector<Heartbeat> beats;
    if (const auto beat = world_.store->heartbeat().value()) beats.push_back(*beat);
    std::vector<Order> orders;
    const auto stored = world_.store->in_force().value();
    for (const StoredOrder& one : stored) orders.push_back(carried_over(one, beats, now));
    for (const JournalRecord& one : world_.journal->reading().records) {
      beats.push_back(one.taken);
      if (!world_.store->knows(one.order.id).value()) {
        orders.push_back(carried_over({one.order, one.taken.boot_id}, beats, now));
      }
    }
    return orders;
  }

  void check_doors() {
    const std::vector<Order> record = on_record();
    for (const posture::ServiceFacts& service : world_.book->policy().services) {
      const auto said = posture::resolve(record, service.place, world_.clock.boot_now());
      const auto shown = world_.door(service.place.service);
      ASSERT_FALSE(posture::looser(shown, said))
          << service.place.service << " is shown looser than on record";
      // Workers that do not hear keep what they had; the book says so and tries again.
      if (world_.workers.deaf) continue;
      if (!world_.book->warnings().empty()) static_cast<void>(world_.book->tick());
      ASSERT_FALSE(posture::looser(world_.obeyed(service.place), said))
          << service.place.service << " is looser than on record";
    }
  }

  void check_history() {
    std::vector<HistoryEntry> all;
    std::optional<std::int64_t> before;
    for (;;) {
      const auto page = world_.book->history({.limit = 7, .before = before}).value();
      if (page.empty()) break;
      all.insert(all.end(), page.begin(), page.end());
      before = page.back().id;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      ASSERT_EQ(all[i].id, static_cast<std::int64_t>(all.size() - i)) << "history has a gap";
    }
    const auto tells = [&](Id id) {
      return std::any_of(all.begin(), all.end(), [&](const HistoryEntry& entry) {
        return std::find(entry.links.begin(), entry.links.end(), id) != entry.links.end() &&
               !entry.person.empty();
      });
    };
    for (const Id id : told_placed_) EXPECT_TRUE(tells(id)) << "not in history: " << id.text();
    for (const Id id : told_over_) EXPECT_TRUE(tells(id)) << "not in history: " << id.text();
  }

  World world_;
  std::mt19937_64 random_;
  bool full_ = false;
  Milliseconds wrong_by_{0};
  std::map<Id, Given> given_;
  std::vector<Id> told_placed_;
  std::vector<Id> told_over_;
};

TEST(SimulationTest, NothingAcknowledgedIsLostAndNothingOpensByItself) {
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Life life(seed);
    life.live();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace bulkhead::control
