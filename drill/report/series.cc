#include "drill/report/series.h"

#include <algorithm>
#include <array>

namespace bulkhead::drill {
namespace {

std::uint32_t round_seconds(std::uint64_t least) {
  constexpr std::array<std::uint32_t, 12> kRound = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1'800};
  const auto* round = std::ranges::lower_bound(kRound, least);
  return round == kRound.end() ? static_cast<std::uint32_t>((least + 3'599) / 3'600 * 3'600) : *round;
}

void add(std::vector<std::uint64_t>& to, const std::vector<Ends>& seconds, const Bins& bins) {
  for (std::size_t second = 0; second < seconds.size(); ++second) {
    const std::size_t bin = second / bins.seconds;
    if (bin < to.size()) to[bin] += seconds[second].finished;
  }
}

}  // namespace

Bins bins_for(const Subjects& subjects, std::size_t count_max) {
  auto seconds = static_cast<std::size_t>((subjects.result.scenario.lasts().count() + 999) / 1'000);
  for (const Contender& one : subjects.contenders)
    for (const auto& [service, ends] : one.arm->tally.by_second()) seconds = std::max(seconds, ends.size());
  seconds = std::max<std::size_t>(seconds, 1);
  const std::uint32_t each = round_seconds((seconds + count_max - 1) / count_max);
  return {each, (seconds + each - 1) / each};
}

std::vector<std::uint64_t> finished(const Tally& tally, const std::string& service, const Bins& bins) {
  std::vector<std::uint64_t> sums(bins.count);
  const auto found = tally.by_second().find(service);
  if (found != tally.by_second().end()) add(sums, found->second, bins);
  return sums;
}

std::vector<std::uint64_t> finished(const Tally& tally, const Bins& bins) {
  std::vector<std::uint64_t> sums(bins.count);
  for (const auto& [service, seconds] : tally.by_second()) add(sums, seconds, bins);
  return sums;
}

std::uint64_t round_up(std::uint64_t value) {
  for (std::uint64_t ten = 1;; ten *= 10) {
    for (const unsigned digit : {1u, 2u, 3u, 4u, 5u, 6u, 8u})
      if (digit * ten >= value) return digit * ten;
  }
}

}  // namespace bulkhead::drill
