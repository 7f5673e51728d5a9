#include "drill/live/sample_for_test.h"

namespace bulkhead::drill {

LiveState sample_board(LiveState::Stage stage) {
  LiveState state;
  state.title = "July 2022, from the way in to the switch that shut everything";
  state.stage = stage;
  state.lasts = std::chrono::seconds(150);
  for (const ArmKind kind : {ArmKind::kOffByHand, ArmKind::kBulkhead, ArmKind::kHaproxy}) {
    LiveArm& arm = state.arms.emplace_back();
    arm.name = name(kind);
    arm.title = title(kind);
    for (std::size_t i = 0; i < kDoors; ++i)
      arm.services.emplace_back().name = "service-with-a-long-name-" + std::to_string(i);
  }
  state.summary = "The drill is being prepared.";
  if (stage == LiveState::Stage::kPreparing) return state;
  state.at = std::chrono::seconds(61);
  state.phase = "synchronised attack";
  for (LiveArm& arm : state.arms) {
    if (arm.name == name(ArmKind::kHaproxy)) continue;
    arm.playing = true;
    arm.ends = {.finished = 1'234, .refused = 56};
    for (std::size_t i = 0; i < kDoors; ++i) {
      arm.services[i].door = static_cast<Door>(i);
      arm.services[i].recent = {.finished = 3, .failed = 2};
      arm.services[i].finished = 200;
    }
    for (std::uint32_t i = 0; i < 61; ++i) arm.finished_by_second.push_back(i % 7);
    arm.orders = {
        {std::chrono::seconds(57), Moment::Kind::kOrder,
         "bulkhead guard portal health-prescriptions --cause attack --for 2h --reason flood from abroad"}};
    if (stage == LiveState::Stage::kPlaying)
      arm.links = {{"tax-filing", "http://tax.localhost:20128/", "D10729121O", "demo-121O"},
                   {"portal", "http://portal.localhost:20128/", "D10729121O", "demo-121O"}};
  }
  if (stage == LiveState::Stage::kOver) state.report = "/home/ana/bulkhead/var/drill/report.html";
  state.summary = summary_of(state);
  return state;
}

}  // namespace bulkhead::drill
