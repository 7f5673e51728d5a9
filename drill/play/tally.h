// What a drill has come to: for every service and every group of people.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "drill/load/histogram.h"
#include "drill/people/tasks.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// How tasks ended.
struct Ends {
  std::uint32_t finished = 0;
  std::uint32_t refused = 0;  ///< Something in front of the service answered in its place.
  std::uint32_t failed = 0;   ///< The service, or the way to it, did not answer as it should.
  std::uint32_t late = 0;     ///< A page took longer than anybody should wait.

  void add(TaskEnd end);
  void add(const Ends& other);
  std::uint32_t begun() const { return finished + refused + failed + late; }
  /// An honest person was refused, or waited longer than anybody should.
  std::uint32_t wrongly_refused() const { return refused + late; }
  bool operator==(const Ends&) const = default;
};

/// Tasks of one service, of one group, or of both.
struct TaskCounts {
  Ends ends;
  load::Histogram pages;  ///< How long pages took, in microseconds; pages that came only.

  void add(const TaskCounts& other);
};

/// Threads    One.
/// Memory     Grows with services, groups and seconds of the scenario, all of which the scenario's reader bounds.
class Tally {
 public:
  struct Key {
    std::string service;
    std::string group;
    auto operator<=>(const Key&) const = default;
  };

  /// When the task began and ended, from the beginning of the scenario.
  void add(const std::string& group, Milliseconds begun, Milliseconds ended, const TaskResult& result);
  void add_page(const std::string& service, const std::string& group, Nanoseconds took);

  const std::map<Key, TaskCounts>& by_service_and_group() const { return counts_; }
  TaskCounts of_service(const std::string& service) const;
  TaskCounts of_group(const std::string& group) const;
  TaskCounts all() const;
  /// For each service: what ended in the first second, the second one, …
  const std::map<std::string, std::vector<Ends>>& by_second() const { return seconds_; }
  /// What ended at this service from second `first` to the one before `end`.
  Ends in_seconds(const std::string& service, std::uint32_t first, std::uint32_t end) const;
  /// What became of that which began in these seconds, whenever it ended.
  Ends begun_in_seconds(const std::string& service, std::uint32_t first, std::uint32_t end) const;
  /// Why tasks were not finished, with how many each; the most frequent first, at most kReasonsMax and "other".
  std::vector<std::pair<std::string, std::uint64_t>> reasons() const;

 private:
  static constexpr std::size_t kReasonsMax = 200;

  std::map<Key, TaskCounts> counts_;
  using Seconds = std::map<std::string, std::vector<Ends>>;  ///< By service.
  Seconds seconds_;
  Seconds begun_seconds_;
  std::map<std::string, std::uint64_t> reasons_;
};

}  // namespace bulkhead::drill
