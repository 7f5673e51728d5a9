// Plays the people of a scenario on a target, and counts what becomes of their tasks.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "drill/people/country.h"
#include "drill/people/visits.h"
#include "drill/play/tally.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"

namespace bulkhead::drill {

/// Visits begin when the plan says, whatever became of those before; each is one browser.
///
/// Bounds     At most kVisitsAtOnceMax at once: whoever comes then is counted as late. What is under way when the scenario ends
///            has kDrainMax to finish; then it is cut, and counted as late.
/// Threads    One: run() runs the context.
class Player {
 public:
  static constexpr std::size_t kVisitsAtOnceMax = 4'096;
  static constexpr Milliseconds kDrainMax{15'000};

  Player(boost::asio::io_context& context, const Scenario& scenario, const Country& country, const Target& target);

  /// Returns when the last visit has ended. `stop` cuts it short.
  Tally run(std::span<const Visit> visits, const std::atomic<bool>& stop);

 private:
  struct Play;
  boost::asio::io_context& context_;
  const Scenario& scenario_;
  const Country& country_;
  const Target& target_;
};

}  // namespace bulkhead::drill
