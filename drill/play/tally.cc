#include "drill/play/tally.h"

#include <algorithm>

namespace bulkhead::drill {
namespace {

void count(std::vector<Ends>& seconds, Milliseconds at, TaskEnd end) {
  const auto second = static_cast<std::size_t>(std::max<std::int64_t>(at.count(), 0) / 1'000);
  if (seconds.size() <= second) seconds.resize(second + 1);
  seconds[second].add(end);
}

Ends sum_of(const std::map<std::string, std::vector<Ends>>& services, const std::string& service,
            std::uint32_t first, std::uint32_t end) {
  Ends sum;
  const auto found = services.find(service);
  if (found == services.end()) return sum;
  for (std::size_t i = first; i < std::min<std::size_t>(end, found->second.size()); ++i)
    sum.add(found->second[i]);
  return sum;
}

}  // namespace

void Ends::add(TaskEnd end) {
  switch (end) {
    case TaskEnd::kFinished: ++finished; break;
    case TaskEnd::kRefused: ++refused; break;
    case TaskEnd::kFailed: ++failed; break;
    case TaskEnd::kLate: ++late; break;
  }
}

void Ends::add(const Ends& other) {
  finished += other.finished;
  refused += other.refused;
  failed += other.failed;
  late += other.late;
}

void TaskCounts::add(const TaskCounts& other) {
  ends.add(other.ends);
  pages.add(other.pages);
}

void Tally::add(const std::string& group, Milliseconds begun, Milliseconds ended, const TaskResult& result) {
  counts_[{result.task.service, group}].ends.add(result.end);
  count(seconds_[result.task.service], ended, result.end);
  count(begun_seconds_[result.task.service], begun, result.end);
  if (result.end == TaskEnd::kFinished) return;
  const std::string why = result.task.text() + ": " + result.why;
  // What is not kept by name is kept as a number: of everything else.
  if (reasons_.size() < kReasonsMax || reasons_.contains(why))
    ++reasons_[why];
  else
    ++reasons_["other"];
}

void Tally::add_page(const std::string& service, const std::string& group, Nanoseconds took) {
  counts_[{service, group}].pages.add(
      static_cast<std::uint64_t>(std::max<std::int64_t>(took.count() / 1'000, 0)));
}

TaskCounts Tally::of_service(const std::string& service) const {
  TaskCounts sum;
  for (const auto& [key, counts] : counts_)
    if (key.service == service) sum.add(counts);
  return sum;
}

TaskCounts Tally::of_group(const std::string& group) const {
  TaskCounts sum;
  for (const auto& [key, counts] : counts_)
    if (key.group == group) sum.add(counts);
  return sum;
}

TaskCounts Tally::all() const {
  TaskCounts sum;
  for (const auto& [key, counts] : counts_) sum.add(counts);
  return sum;
}

Ends Tally::in_seconds(const std::string& service, std::uint32_t first, std::uint32_t end) const {
  return sum_of(seconds_, service, first, end);
}

Ends Tally::begun_in_seconds(const std::string& service, std::uint32_t first, std::uint32_t end) const {
  return sum_of(begun_seconds_, service, first, end);
}

std::vector<std::pair<std::string, std::uint64_t>> Tally::reasons() const {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(reasons_.begin(), reasons_.end());
  std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, std::uint64_t>::second);
  return sorted;
}

}  // namespace bulkhead::drill
