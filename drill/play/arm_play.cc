#include "drill/play/arm_play.h"

#include <exception>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include "drill/attack/verdict.h"

namespace bulkhead::drill {

ArmPlay::ArmPlay(const Arm& arm, const Scenario& scenario, const Country& country,
                 std::span<const Visit> visits, Stage::Clock::time_point begins)
    : arm_(arm),
      scenario_(scenario),
      country_(country),
      stage_(begins),
      player_(context_, scenario, country, arm_.target, stage_),
      attackers_(context_, scenario, country, arm_.target, stage_) {
  // When both are done nothing is left to be heard: what still waits for an answer was counted, and is dropped.
  const auto done = [this](const std::exception_ptr& broken) {
    try {
      if (broken) std::rethrow_exception(broken);
    } catch (const std::exception& exception) {
      trouble_ = exception.what();
    }
    if (--playing_ == 0) context_.stop();
  };
  boost::asio::co_spawn(context_, player_.play(visits), done);
  boost::asio::co_spawn(context_, attackers_.play(), done);
  thread_ = std::thread([this] {
    context_.run();
    over_ = true;
  });
}

ArmPlay::~ArmPlay() {
  stage_.clear();
  if (thread_.joinable()) thread_.join();
}

ArmResult ArmPlay::result() {
  thread_.join();
  ArmResult result;
  result.name = name(arm_.kind);
  result.title = title(arm_.kind);
  result.cut_short = stage_.is_cleared();
  result.tally = player_.tally_now();
  result.attacks = attackers_.outcomes();
  for (AttackOutcome& outcome : result.attacks) judge(outcome, scenario_, result.tally);
  result.persons_out = attackers_.persons_out();
  if (!trouble_.empty()) note(Moment::Kind::kTrouble, "the drill's own people stopped: " + trouble_);
  for (const std::string& trouble : attackers_.troubles()) note(Moment::Kind::kTrouble, trouble);
  result.timeline = timeline_;
  result.closure = closure_;
  return result;
}

}  // namespace bulkhead::drill
