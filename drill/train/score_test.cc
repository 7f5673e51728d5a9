// A score must be fair: soon is told from late, the right door from the wrong one, and what was never done from what was.

#include "drill/train/score.h"

#include <gmock/gmock.h>

namespace bulkhead::drill {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using Effect = TrainingOrder::Effect;

Phase phase(const std::string& name, const std::vector<std::string>& attacked) {
  Phase made;
  made.name = name;
  made.lasts = seconds(10);
  for (const std::string& service : attacked) made.attacks.emplace_back().services = {service};
  return made;
}

// portal is attacked from 10 to 30, courts from 20 to the end at 40; nobody attacks tax.
Scenario scenario() {
  Scenario made;
  made.phases = {phase("calm", {}), phase("flood", {"portal"}), phase("both", {"portal", "courts"}),
                 phase("courts", {"courts"})};
  return made;
}

TrainingOrder order(int at, Effect effect, std::vector<std::string> services) {
  return {seconds(at), effect, std::move(services)};
}

Score score(const std::vector<TrainingOrder>& orders) {
  return score_of(scenario(), orders, {.finished = 3, .refused = 1});
}

TEST(ScoreTest, who_does_nothing_acts_never) {
  const Score none = score({});
  EXPECT_EQ(none.to_first_order, std::nullopt);
  ASSERT_EQ(none.attacked.size(), 2u);
  EXPECT_EQ(none.attacked[0].service, "portal");
  EXPECT_EQ(none.attacked[1].from, Milliseconds(seconds(20)));
  EXPECT_EQ(none.attacked[0].to_act, std::nullopt);
  EXPECT_TRUE(none.closed_for_nothing.empty());
  EXPECT_THAT(score_text(none), HasSubstr("never"));
}

TEST(ScoreTest, times_run_from_each_services_own_attack) {
  const Score timed = score({order(13, Effect::kCloses, {"portal"}), order(26, Effect::kGuards, {"courts"})});
  EXPECT_EQ(timed.to_first_order, Milliseconds(seconds(3)));
  EXPECT_EQ(timed.attacked[0].to_act, Milliseconds(seconds(3)));
  EXPECT_EQ(timed.attacked[1].to_act, Milliseconds(seconds(6)));
}

TEST(ScoreTest, what_was_in_force_before_counts_and_what_was_opened_again_does_not) {
  EXPECT_EQ(score({order(5, Effect::kGuards, {"portal"})}).attacked[0].to_act, Milliseconds(0));
  EXPECT_EQ(
      score({order(5, Effect::kGuards, {"portal"}), order(7, Effect::kOpens, {"portal"})}).attacked[0].to_act,
      std::nullopt);
  EXPECT_EQ(score({order(5, Effect::kGuards, {"portal"}), order(15, Effect::kOpens, {"portal"})})
                .attacked[0]
                .to_act,
            Milliseconds(0));
}

TEST(ScoreTest, an_order_before_the_attack_is_not_the_first_answer_to_it) {
  EXPECT_EQ(score({order(5, Effect::kGuards, {"tax"})}).to_first_order, std::nullopt);
}

TEST(ScoreTest, closing_what_nobody_attacks_costs_its_seconds) {
  const Score closed =
      score({order(12, Effect::kCloses, {"portal", "tax"}), order(20, Effect::kCloses, {"tax"}),
             order(22, Effect::kOpens, {"tax"}), order(35, Effect::kCloses, {"tax"})});
  ASSERT_EQ(closed.closed_for_nothing.size(), 1u);
  EXPECT_EQ(closed.closed_for_nothing[0].service, "tax");
  EXPECT_EQ(closed.closed_for_nothing[0].lasted, Milliseconds(seconds(15)));
}

TEST(ScoreTest, a_door_may_stay_closed_while_it_is_attacked) {
  EXPECT_THAT(score({order(21, Effect::kCloses, {"portal", "courts"})}).still_closed, ElementsAre("portal"));
}

TEST(ScoreTest, what_comes_after_the_end_was_never_done) {
  const Score late = score({order(41, Effect::kCloses, {"portal"})});
  EXPECT_EQ(late.to_first_order, std::nullopt);
  EXPECT_TRUE(late.still_closed.empty());
}

TEST(ScoreTest, says_shares_as_the_report_does) {
  EXPECT_THAT(score_text(score({})), HasSubstr("3 of 4 (75.0 %)"));
  EXPECT_THAT(score_text(score_of(Scenario(), {}, {})), HasSubstr("none in this scenario"));
}

}  // namespace
}  // namespace bulkhead::drill
