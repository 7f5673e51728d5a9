#include "drill/live/board.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drill/live/page.h"
#include "drill/live/state_json.h"
#include "drill/play/arm_play.h"
#include "launch/demo_services.h"

namespace bulkhead::drill {
namespace {

// What somebody who looks on may try: the first is spared by the switch of 2022, the second is not.
constexpr std::array<std::string_view, 2> kToTry = {"tax-filing", "portal"};

std::vector<LiveLink> links_of(const ArmPlay& play) {
  std::vector<LiveLink> links;
  for (const std::string_view name : kToTry) {
    const policy::Service* service = play.arm().policy.find_service(name);
    const PlayedService* played = play.country().find(name);
    if (service == nullptr || played == nullptr) continue;
    // The last of the register: the census has been at the first ones.
    const std::string& citizen = played->citizens.back();
    links.push_back(
        {std::string(name), launch::address_of(play.arm().policy, *service), citizen, password_of(citizen)});
  }
  return links;
}

std::string text_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Board::Board(const Scenario& scenario, std::span<const ArmKind> arms)
    : scenario_(scenario),
      state_(live_state(scenario, arms)),
      server_({[this](const std::string& nonce) { return board_page(state_now(), nonce); },
               [this] { return text_of(state_json(state_now())); }}) {}

std::string Board::address() const { return fmt::format("http://127.0.0.1:{}/", server_.port()); }

LiveState Board::state_now() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Board::preparing(std::string_view what) {
  const std::lock_guard lock(mutex_);
  state_.preparing = what;
}

void Board::began(std::span<const std::unique_ptr<ArmPlay>> plays) {
  const std::lock_guard lock(mutex_);
  state_.stage = LiveState::Stage::kPlaying;
  for (const auto& play : plays) {
    const auto arm = std::ranges::find(state_.arms, name(play->arm().kind), &LiveArm::name);
    if (arm == state_.arms.end()) continue;
    arm->playing = true;
    arm->links = links_of(*play);
  }
  state_.summary = summary_of(state_);
}

void Board::tick(std::span<const std::unique_ptr<ArmPlay>> plays, Milliseconds at) {
  const Milliseconds now = std::clamp(at, Milliseconds(0), scenario_.lasts());
  std::vector<Tally> tallies;
  for (const auto& play : plays) tallies.push_back(play->tally_now());
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < plays.size(); ++i) {
    const auto arm = std::ranges::find(state_.arms, name(plays[i]->arm().kind), &LiveArm::name);
    if (arm != state_.arms.end())
      bring_up_to(*arm, plays[i]->arm().kind, scenario_, tallies[i], plays[i]->timeline(), now);
  }
  state_.at = now;
  const std::string& phase = scenario_.phases[scenario_.phase_at(now)].name;
  if (phase == state_.phase) return;
  state_.phase = phase;
  state_.summary = summary_of(state_);
}

void Board::over() {
  const std::lock_guard lock(mutex_);
  state_.stage = LiveState::Stage::kEnding;
  for (LiveArm& arm : state_.arms) arm.links.clear();  // nothing answers there any more
  state_.summary = summary_of(state_);
}

void Board::reported(const std::string& path) {
  const std::lock_guard lock(mutex_);
  state_.stage = LiveState::Stage::kOver;
  state_.report = path;
}

}  // namespace bulkhead::drill
