// Plays the attacks of a scenario on a target, and counts what came back.

#pragma once

#include <cstdint>
#include <memory>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/time.h"
#include "drill/attack/persons.h"
#include "drill/people/country.h"
#include "drill/play/stage.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"

namespace bulkhead::drill {

/// The attackers of one arm. Floods are sent by the load generator, from a thread of their own each; all else by browsers of
/// the context: steady ones with at most kRequestsAtOnceMax requests under way, thieves with one each. What is counted as sent and
/// neither as reached nor as refused has failed, or had no answer yet at the end.
///
/// Bounds     Rate times length of its phase, for each attack; the scenario's reader bounds both.
/// Threads    All on the context's, the floods apart.
class Attackers {
 public:
  static constexpr std::size_t kRequestsAtOnceMax = 512;

  /// All are kept by reference and outlive it.
  Attackers(boost::asio::io_context& context, const Scenario& scenario, const Country& country,
            const Target& target, const Stage& stage);
  ~Attackers();
  Attackers(const Attackers&) = delete;
  Attackers& operator=(const Attackers&) = delete;

  /// Returns when the last attack is over, or the stage is cleared.
  boost::asio::awaitable<void> play();

  /// In the scenario's order, without verdicts. Requires: play() has ended.
  std::vector<AttackOutcome> outcomes() const;
  /// Over all attacks.
  std::uint64_t persons_out() const;
  /// What kept the drill itself from playing an attack, in words; at most kTroublesMax and one an attack. Requires: play() has
  /// ended.
  std::vector<std::string> troubles() const;

 private:
  static constexpr std::size_t kTroublesMax = 20;

  struct Playing;
  void spawn(const Playing& playing, boost::asio::awaitable<void> task);
  void note_trouble(const Playing& playing, std::string_view why);
  boost::asio::awaitable<void> play_one(Playing& playing);
  boost::asio::awaitable<void> send_steadily(Playing& playing);
  boost::asio::awaitable<void> send_one(Playing& playing, std::uint64_t number);
  boost::asio::awaitable<void> walk(Playing& playing, const PlayedService& service, std::uint64_t thief);
  boost::asio::awaitable<void> flood(Playing& playing);

  boost::asio::io_context& context_;
  const Scenario& scenario_;
  const Country& country_;
  const Target& target_;
  const Stage& stage_;
  std::vector<std::unique_ptr<Playing>> playing_;
  std::size_t under_way_ = 0;  ///< Coroutines.
  std::size_t steady_ = 0;     ///< Requests of steady attacks.
  std::size_t floods_ = 0;     ///< That have begun and are not counted yet.
  std::vector<std::string> troubles_;
};

}  // namespace bulkhead::drill
