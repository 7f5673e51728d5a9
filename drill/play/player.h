// Plays the people of a scenario on a target, and counts what becomes of their tasks.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "drill/people/country.h"
#include "drill/people/visits.h"
#include "drill/play/stage.h"
#include "drill/play/tally.h"
#include "drill/scenario/scenario.h"
#include "drill/web/browser.h"

namespace bulkhead::drill {

/// Visits begin when the plan says, whatever became of those before; each is one browser. Whoever comes again has the profile of
/// the last time, unless the group is of such as come for the first time.
///
/// Bounds     At most kVisitsAtOnceMax at once: whoever comes then does nothing. What is under way when the scenario ends has
///            Stage::kDrainMax to finish; then it is cut. Both are counted as failed: nobody refused them.
/// Threads    Plays on the context's; tally_now() from any.
class Player {
 public:
  static constexpr std::size_t kVisitsAtOnceMax = 4'096;
  static constexpr std::size_t kProfilesMax = 50'000;  ///< Beyond, people come as if for the first time.

  /// All are kept by reference and outlive it.
  Player(boost::asio::io_context& context, const Scenario& scenario, const Country& country,
         const Target& target, const Stage& stage);

  /// Returns when the last visit has ended, or the stage is cleared. `visits` outlive it.
  boost::asio::awaitable<void> play(std::span<const Visit> visits);

  /// A copy of the counts so far.
  Tally tally_now() const;

 private:
  using PersonKey = std::pair<std::size_t, std::uint64_t>;  ///< Group, person.

  boost::asio::awaitable<void> visit(const Visit& one);
  boost::asio::awaitable<void> do_tasks(const Visit& one, Browser& browser);
  Profile profile_of(const Visit& one) const;
  void keep(const Visit& one, Profile profile);
  void note(const Visit& one, Milliseconds begun, const TaskResult& result);
  void count_undone(const Visit& one, std::string_view why);

  boost::asio::io_context& context_;
  const Scenario& scenario_;
  const Country& country_;
  const Target& target_;
  const Stage& stage_;
  std::vector<std::size_t> done_;  ///< Tasks of each visit that have ended.
  const Visit* first_ = nullptr;
  std::size_t under_way_ = 0;  ///< Visits.
  bool closed_ = false;        ///< Everything is counted.
  std::map<PersonKey, Profile> profiles_;
  mutable std::mutex mutex_;  ///< Of tally_.
  Tally tally_;
};

}  // namespace bulkhead::drill
