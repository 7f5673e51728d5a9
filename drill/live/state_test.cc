// Doors: what people meet and what orders say must be told apart, and a board of no numbers is whole too.

#include "drill/live/state.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "drill/live/page.h"
#include "drill/live/state_json.h"

namespace bulkhead::drill {
namespace {

using std::chrono::seconds;

Scenario scenario() {
  Scenario made;
  made.title = "A <flood> & more";
  Group home;
  home.name = "home";
  home.tasks = {{{"portal"}, 1}, {{"tax-filing"}, 1}};
  made.groups = {home};
  made.phases.resize(2);
  made.phases[0].name = "calm";
  made.phases[1].name = "wiped";
  made.phases[1].down = {"portal"};
  for (Phase& phase : made.phases) phase.lasts = seconds(10);
  made.off_by_hand = OffByHand{seconds(5), seconds(15), {"tax-filing"}};
  return made;
}

TaskResult task(const std::string& service, TaskEnd end) {
  return {{service}, end, 3, Nanoseconds(0), "503"};
}

struct DoorCase {
  std::string what;
  Ends recent;
  bool closed;
  bool gone;
  Door door;
};

TEST(LiveStateTest, tells_doors_apart) {
  const std::vector<DoorCase> cases = {
      {"nobody", {}, false, false, Door::kQuiet},
      {"all finish", {.finished = 3}, false, false, Door::kFinishing},
      {"half finish", {.finished = 2, .failed = 2}, false, false, Door::kFinishing},
      {"most fail", {.finished = 1, .failed = 2}, false, false, Door::kFailing},
      {"most are late", {.finished = 1, .refused = 1, .late = 2}, false, false, Door::kFailing},
      {"most are refused", {.finished = 1, .refused = 3}, false, false, Door::kRefused},
      {"closed while some still finish", {.finished = 3}, true, false, Door::kClosed},
      {"gone and closed", {.failed = 3}, true, true, Door::kGone},
  };
  for (const DoorCase& one : cases)
    EXPECT_EQ(door_of(one.recent, one.closed, one.gone), one.door) << one.what;
}

TEST(LiveStateTest, orders_close_and_open_what_they_name) {
  const auto order = [](int at, const char* text) { return Moment{seconds(at), Moment::Kind::kOrder, text}; };
  const std::vector<Moment> timeline = {
      order(2, "bulkhead close portal --cause attack --reason tax-filing is next"),
      {seconds(3), Moment::Kind::kTrouble, "bulkhead close tax-filing: refused"},
      order(6, "bulkhead open portal --reason quiet"),
      order(8, "bulkhead close service:tax-filing (ana)"),
      order(10, "bulkhead close --all --reason rehearsal"),
  };
  const auto closed = [&](const std::string& service, int at) {
    return is_closed(ArmKind::kBulkhead, scenario(), timeline, service, seconds(at));
  };
  EXPECT_FALSE(closed("portal", 1));
  EXPECT_TRUE(closed("portal", 2));
  EXPECT_FALSE(closed("tax-filing", 3)) << "a reason is no scope, and what was refused closes nothing";
  EXPECT_FALSE(closed("portal", 6));
  EXPECT_TRUE(closed("tax-filing", 8));
  EXPECT_TRUE(closed("portal", 10));
}

TEST(LiveStateTest, the_switch_spares_what_it_excepts) {
  const std::vector<Moment> timeline = {{seconds(5), Moment::Kind::kOrder, std::string(kSwitchedOff)},
                                        {seconds(15), Moment::Kind::kOrder, std::string(kSwitchedOn)}};
  const auto closed = [&](const std::string& service, int at) {
    return is_closed(ArmKind::kOffByHand, scenario(), timeline, service, seconds(at));
  };
  EXPECT_FALSE(closed("portal", 4));
  EXPECT_TRUE(closed("portal", 5));
  EXPECT_FALSE(closed("tax-filing", 5));
  EXPECT_FALSE(closed("portal", 15));
  EXPECT_FALSE(is_closed(ArmKind::kOffByHand, scenario(), {}, "portal", seconds(6)))
      << "a switch that could not be thrown";
}

TEST(LiveStateTest, looks_back_a_few_seconds_only) {
  Tally tally;
  tally.add("home", seconds(1), seconds(1), task("portal", TaskEnd::kFinished));
  tally.add("home", seconds(7), seconds(7), task("portal", TaskEnd::kRefused));
  LiveState state = live_state(scenario(), std::vector{ArmKind::kBulkhead});
  LiveArm& arm = state.arms.front();
  bring_up_to(arm, ArmKind::kBulkhead, scenario(), tally, {}, seconds(8));
  ASSERT_EQ(arm.services.size(), 2u);
  EXPECT_EQ(arm.services[0].door, Door::kRefused);
  EXPECT_EQ(arm.services[0].finished, 1u);
  EXPECT_EQ(arm.services[1].door, Door::kQuiet);
  EXPECT_THAT(arm.finished_by_second, testing::ElementsAre(0, 1, 0, 0, 0, 0, 0, 0));
  bring_up_to(arm, ArmKind::kBulkhead, scenario(), tally, {}, seconds(12));
  EXPECT_EQ(arm.services[0].door, Door::kGone);
}

TEST(LiveStateTest, shows_the_last_orders_newest_first) {
  LiveState state = live_state(scenario(), std::vector{ArmKind::kBulkhead});
  std::vector<Moment> timeline = {{seconds(0), Moment::Kind::kPhase, "calm"}};
  for (int i = 0; i < 7; ++i)
    timeline.push_back({seconds(i), Moment::Kind::kOrder, "bulkhead guard portal " + std::to_string(i)});
  bring_up_to(state.arms.front(), ArmKind::kBulkhead, scenario(), Tally(), timeline, seconds(9));
  ASSERT_EQ(state.arms.front().orders.size(), LiveState::kOrdersMax);
  EXPECT_EQ(state.arms.front().orders.front().text, "bulkhead guard portal 6");
}

TEST(LiveStateTest, json_has_every_arm_from_the_beginning) {
  const LiveState state = live_state(scenario(), std::vector{ArmKind::kOffByHand, ArmKind::kBulkhead});
  const nlohmann::json json = state_json(state);
  EXPECT_EQ(json.at("stage"), "preparing");
  EXPECT_EQ(json.at("clock"), "0:00 of 0:20");
  ASSERT_EQ(json.at("arms").size(), 2u);
  EXPECT_EQ(json.at("arms")[1].at("name"), "bulkhead");
  EXPECT_EQ(json.at("arms")[1].at("services")[0].at("door"), "quiet");
  EXPECT_EQ(json.at("arms")[1].at("line"), "");
}

TEST(LiveStateTest, an_order_that_failed_at_length_is_cut) {
  LiveState state = live_state(scenario(), std::vector{ArmKind::kBulkhead});
  state.arms.front().orders = {{seconds(3), Moment::Kind::kTrouble, std::string(5'000, 'x')}};
  EXPECT_LE(state_json(state).at("arms")[0].at("orders")[0].at("text").get<std::string>().size(), 203u);
}

TEST(LiveStateTest, lines_of_all_arms_have_one_measure) {
  LiveState state = live_state(scenario(), std::vector{ArmKind::kOffByHand, ArmKind::kBulkhead});
  state.arms[0].finished_by_second = {0, 4};
  state.arms[1].finished_by_second = {2};
  const nlohmann::json json = state_json(state);
  EXPECT_EQ(json.at("arms")[0].at("line"), "M15.0 100.0L45.0 0.0");
  EXPECT_EQ(json.at("arms")[1].at("line"), "M15.0 50.0");
}

TEST(LiveStateTest, page_escapes_and_is_whole_without_a_script) {
  LiveState state = live_state(scenario(), std::vector{ArmKind::kBulkhead});
  state.arms[0].orders = {{seconds(3), Moment::Kind::kOrder, "bulkhead close \"><script>x"}};
  const std::string page = board_page(state, "0123");
  EXPECT_THAT(page, testing::HasSubstr("A &lt;flood&gt; &amp; more"));
  EXPECT_THAT(page, testing::Not(testing::HasSubstr("<script>x")));
  EXPECT_THAT(page, testing::HasSubstr("<script nonce=\"0123\">"));
  EXPECT_THAT(page, testing::HasSubstr("nobody came out lately"));
}

}  // namespace
}  // namespace bulkhead::drill
