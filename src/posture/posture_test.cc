// What orders add up to, case by case as DESIGN says it: whose hand counts, what narrower means, how each cause ends,
// and that a door never opens behind the back of a wider closing.

#include "posture/posture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

namespace bulkhead::posture {
namespace {

using std::chrono::minutes;

constexpr BootTime kStart{std::chrono::hours(100)};
const ServicePlace kTaxFiling{"tax-filing", "tax"};

BootTime at(int minute) { return kStart + minutes(minute); }

// Orders in short: scope, level, cause; then what a case changes.
class Given {
 public:
  Given(const char* scope, Level level, Cause cause = Cause::kLoad) {
    static std::uint64_t count = 0;
    order_.id = Id::from_words(1, ++count);
    order_.scope = parse_scope(scope).value();
    order_.level = level;
    order_.cause = cause;
    order_.author = "ana";
    order_.reason = "because";
    order_.from = at(0);
    order_.drain = Milliseconds(0);
  }
  Given from(int minute) && { return order_.from = at(minute), std::move(*this); }
  Given until(int minute) && { return order_.until = at(minute), std::move(*this); }
  Given share(std::uint16_t permille) && { return order_.share_permille = permille, std::move(*this); }
  Given then(std::vector<Stage> stages) && { return order_.then = std::move(stages), std::move(*this); }
  Given reopening() && { return order_.then = default_then(order_), std::move(*this); }
  Given drain(int for_minutes, bool sessions = false) && {
    order_.drain = minutes(for_minutes);
    order_.drain_sessions = sessions;
    return std::move(*this);
  }
  Given playbook() && { return order_.rank = Rank::kPlaybook, std::move(*this); }
  Given quiet(int minute) && { return order_.quiet_at = at(minute), std::move(*this); }
  operator Order() && { return std::move(order_); }

 private:
  Order order_;
};

// "closed", "open 25%", "closed draining sessions, no lanes".
std::string short_text(const Posture& posture) {
  std::string text(name(posture.level));
  if (posture.share_permille != kShareAll) text += fmt::format(" {}%", posture.share_permille / 10);
  if (posture.draining) text += " draining";
  if (posture.drain_sessions) text += " sessions";
  if (!posture.lanes_served) text += ", no lanes";
  return text;
}

std::string at_minute(const std::vector<Order>& orders, int minute) {
  return short_text(resolve(orders, kTaxFiling, at(minute)));
}

struct PostureCase {
  const char* says;
  std::vector<Order> orders;
  int minute;
  const char* posture;
};

TEST(PostureTest, WhoDecides) {
  const PostureCase cases[] = {
      {"no order: open", {}, 0, "open"},
      {"an order of another service does nothing", {Given("court", Level::kClosed)}, 0, "open"},
      {"an order of another compartment does nothing",
       {Given("compartment:health", Level::kClosed)},
       0,
       "open"},
      {"all covers everything", {Given("all", Level::kClosed)}, 0, "closed"},
      {"a compartment covers its services", {Given("compartment:tax", Level::kLockdown)}, 0, "lockdown"},
      {"an order that has not begun does nothing", {Given("all", Level::kClosed).from(5)}, 4, "open"},
      {"and then begins", {Given("all", Level::kClosed).from(5)}, 5, "closed"},
      {"an operator's open counts before a playbook's guarded",
       {Given("service:tax-filing", Level::kGuarded).playbook(), Given("all", Level::kOpen)},
       0,
       "open"},
      {"without an operator's order the playbook's counts",
       {Given("service:tax-filing", Level::kGuarded).playbook()},
       0,
       "guarded"},
      {"an operator's order of another door leaves the playbook's here",
       {Given("all", Level::kGuarded).playbook(), Given("court", Level::kClosed)},
       0,
       "guarded"},
      {"the narrower scope wins, also when it is looser",
       {Given("all", Level::kClosed), Given("compartment:tax", Level::kGuarded)},
       0,
       "guarded"},
      {"service before compartment",
       {Given("compartment:tax", Level::kClosed), Given("tax-filing", Level::kOpen)},
       0,
       "open"},
      {"within a scope the stricter wins",
       {Given("tax-filing", Level::kClosed), Given("tax-filing", Level::kGuarded)},
       0,
       "closed"},
      {"within a level the smaller share",
       {Given("tax-filing", Level::kOpen).share(250), Given("tax-filing", Level::kOpen).share(500)},
       0,
       "open 25%"},
      {"stricter comes before smaller share",
       {Given("tax-filing", Level::kGuarded), Given("tax-filing", Level::kOpen).share(100)},
       0,
       "guarded"},
  };
  for (const PostureCase& one : cases) EXPECT_EQ(at_minute(one.orders, one.minute), one.posture) << one.says;
}

TEST(PostureTest, TheNewerOfTwoAlikeDecides) {
  const std::vector<Order> orders = {Given("tax-filing", Level::kClosed),
                                     Given("tax-filing", Level::kClosed)};
  EXPECT_EQ(resolve(orders, kTaxFiling, at(1)).order, orders[1].id);
}

TEST(PostureTest, HowCausesEnd) {
  const auto closed = [](Cause cause) { return Given("tax-filing", Level::kClosed, cause).until(60); };
  const PostureCase cases[] = {
      {"load holds until its time", {closed(Cause::kLoad).reopening()}, 59, "closed"},
      {"then a quarter of the clients", {closed(Cause::kLoad).reopening()}, 60, "open 25%"},
      {"then half", {closed(Cause::kLoad).reopening()}, 65, "open 50%"},
      {"then over", {closed(Cause::kLoad).reopening()}, 70, "open"},
      {"maintenance likewise", {closed(Cause::kMaintenance).reopening()}, 61, "open 25%"},
      {"no cause likewise", {closed(Cause::kNone).reopening()}, 61, "open 25%"},
      {"without stages it is over at once", {closed(Cause::kLoad)}, 60, "open"},
      {"a last stage without an end stays",
       {closed(Cause::kLoad).then({{Level::kGuarded, 500, {}}})},
       6000,
       "guarded 50%"},
      {"attack past its time stays", {closed(Cause::kAttack).reopening()}, 6000, "closed"},
      {"attack ends in stages once it was quiet",
       {closed(Cause::kAttack).reopening().quiet(90)},
       91,
       "open 25%"},
      {"but not before its time", {closed(Cause::kAttack).reopening().quiet(30)}, 59, "closed"},
      {"compromise stays, and serves no lanes", {closed(Cause::kCompromise)}, 6000, "closed, no lanes"},
      {"what lies under an order shows through when it is over",
       {closed(Cause::kLoad), Given("tax-filing", Level::kGuarded)},
       60,
       "guarded"},
  };
  for (const PostureCase& one : cases) EXPECT_EQ(at_minute(one.orders, one.minute), one.posture) << one.says;
}

// Draining and reopening only hold back: they do not hide what other orders ask for.
TEST(PostureTest, SoftHands) {
  const PostureCase cases[] = {
      {"closing drains first", {Given("tax-filing", Level::kClosed).drain(10)}, 9, "closed draining"},
      {"sessions inside finish if so ordered",
       {Given("tax-filing", Level::kClosed).drain(10, true)},
       9,
       "closed draining sessions"},
      {"the drain ends", {Given("tax-filing", Level::kClosed).drain(10, true)}, 10, "closed"},
      {"a door that is shut does not drain again",
       {Given("compartment:tax", Level::kClosed),
        Given("tax-filing", Level::kClosed).from(30).drain(10, true)},
       31,
       "closed"},
      {"a narrower reopening does not open what a wider order has closed",
       {Given("tax-filing", Level::kClosed).until(60).reopening(),
        Given("all", Level::kClosed, Cause::kAttack)},
       61,
       "closed"},
      {"it goes on holding back when the wider order guards",
       {Given("tax-filing", Level::kClosed).until(60).reopening(), Given("all", Level::kGuarded)},
       61,
       "guarded 25%"},
      {"a wider reopening does not shut a door that was opened by name",
       {Given("all", Level::kClosed).until(60).reopening(), Given("tax-filing", Level::kOpen)},
       61,
       "open"},
      {"two reopenings: the smaller share",
       {Given("tax-filing", Level::kClosed).until(60).then({{Level::kOpen, 500, minutes(9)}}),
        Given("all", Level::kClosed).until(60).then({{Level::kGuarded, 100, minutes(9)}})},
       61,
       "guarded 10%"},
  };
  for (const PostureCase& one : cases) EXPECT_EQ(at_minute(one.orders, one.minute), one.posture) << one.says;
}

// A quarantine is not lifted by a second order with a milder cause.
TEST(PostureTest, NoLanesWhileCompromiseCovers) {
  EXPECT_EQ(at_minute({Given("compartment:tax", Level::kClosed, Cause::kCompromise),
                       Given("tax-filing", Level::kClosed, Cause::kLoad)},
                      1),
            "closed, no lanes");
}

TEST(PostureTest, OverAndOverdue) {
  const Order load = Given("all", Level::kClosed).until(60).reopening();
  EXPECT_FALSE(is_over(load, at(69)));
  EXPECT_TRUE(is_over(load, at(70)));
  EXPECT_FALSE(is_overdue(load, at(600)));
  const Order attack = Given("all", Level::kClosed, Cause::kAttack).until(60);
  EXPECT_FALSE(is_overdue(attack, at(59)));
  EXPECT_TRUE(is_overdue(attack, at(60)));
  EXPECT_FALSE(is_over(attack, at(6000)));
  const Order quiet = Given("all", Level::kClosed, Cause::kAttack).until(60).quiet(80);
  EXPECT_FALSE(is_overdue(quiet, at(81)));
  EXPECT_TRUE(is_over(quiet, at(80)));
  const Order compromise = Given("all", Level::kClosed, Cause::kCompromise).until(60).quiet(70);
  EXPECT_TRUE(is_overdue(compromise, at(60)));
  EXPECT_FALSE(is_over(compromise, at(100'000)));
  const Order endless = Given("all", Level::kClosed);
  EXPECT_FALSE(is_overdue(endless, at(100'000)));
}

TEST(PostureTest, EndingsSayHow) {
  const auto kind = [](Order order) { return std::string(name(ending(order).kind)); };
  EXPECT_EQ(kind(Given("all", Level::kClosed)), "none");
  EXPECT_EQ(kind(Given("all", Level::kClosed).until(5)), "time");
  EXPECT_EQ(kind(Given("all", Level::kClosed, Cause::kAttack)), "none");
  EXPECT_EQ(kind(Given("all", Level::kClosed, Cause::kAttack).until(5)), "quiet");
  EXPECT_EQ(kind(Given("all", Level::kClosed, Cause::kCompromise).until(5)), "person");
}

TEST(PostureTest, TimelineTellsAnOrdersLife) {
  const Order order = Given("all", Level::kClosed).until(60).reopening().drain(10, true);
  std::string told;
  for (const Step& step : timeline(order)) {
    told += fmt::format("{} {}\n", std::chrono::duration_cast<minutes>(step.at - kStart).count(),
                        short_text(step.posture));
  }
  EXPECT_EQ(told, "0 closed draining sessions\n10 closed\n60 open 25%\n65 open 50%\n70 open\n");
  const Order short_one = Given("all", Level::kClosed).until(5).drain(10);
  ASSERT_EQ(timeline(short_one).size(), 2u);
  EXPECT_EQ(short_text(timeline(short_one)[0].posture), "closed draining");
  EXPECT_TRUE(timeline(short_one)[1].posture.order.empty());
  EXPECT_EQ(timeline(Given("all", Level::kGuarded)).size(), 1u);
}

TEST(PostureTest, LooserIsWhoeverLetsSomebodyMoreIn) {
  const Posture open;
  const Posture quarter{.share_permille = 250};
  const Posture guarded{.level = Level::kGuarded};
  const Posture closed{.level = Level::kClosed};
  const Posture draining{.level = Level::kClosed, .draining = true};
  const Posture sealed{.level = Level::kClosed, .lanes_served = false};
  EXPECT_TRUE(looser(open, quarter) && looser(open, guarded) && looser(guarded, closed));
  EXPECT_TRUE(looser(draining, closed) && looser(closed, sealed) && looser(quarter, guarded));
  EXPECT_FALSE(looser(open, open) || looser(closed, draining) || looser(sealed, closed) ||
               looser(closed, open));
}

}  // namespace
}  // namespace bulkhead::posture
