// One arm being played: its people and its attackers, on a thread of their own.

#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <thread>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.
#include <vector>

#include <boost/asio/io_context.hpp>

#include "drill/arms/arm.h"
#include "drill/attack/attacker.h"
#include "drill/people/country.h"
#include "drill/people/visits.h"
#include "drill/play/player.h"
#include "drill/play/stage.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// Begins when it is made; people come from `begins` on. Everything is kept by reference and outlives it.
///
/// Threads    Its own, and those of floods. The functions from one other, tally_now() from any.
class ArmPlay {
 public:
  ArmPlay(const Arm& arm, const Scenario& scenario, const Country& country, std::span<const Visit> visits,
          Stage::Clock::time_point begins);
  /// Clears the stage and waits for the thread.
  ~ArmPlay();
  ArmPlay(const ArmPlay&) = delete;
  ArmPlay& operator=(const ArmPlay&) = delete;

  const Arm& arm() const { return arm_; }
  const Stage& stage() const { return stage_; }
  const Country& country() const { return country_; }
  bool is_over() const { return over_; }
  void clear() { stage_.clear(); }
  Tally tally_now() const { return player_.tally_now(); }

  /// Something happened that people and attackers do not tell.
  void note(Moment::Kind kind, std::string text) {
    timeline_.push_back({stage_.now(), kind, std::move(text)});
  }
  const std::vector<Moment>& timeline() const { return timeline_; }
  void note_closure(Closure closure) { closure_ = std::move(closure); }

  /// What it came to. Requires: is_over().
  ArmResult result();

 private:
  const Arm& arm_;
  const Scenario& scenario_;
  const Country& country_;
  Stage stage_;
  boost::asio::io_context context_{1};
  Player player_;
  Attackers attackers_;
  std::vector<Moment> timeline_;
  std::optional<Closure> closure_;
  int playing_ = 2;  ///< Of people and attackers, who are not done.
  std::string trouble_;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace bulkhead::drill
