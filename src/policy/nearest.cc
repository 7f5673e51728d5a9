#include "policy/nearest.h"

#include <algorithm>
#include <array>

namespace bulkhead::policy {

namespace {
constexpr std::size_t kWordBytesMax = 64;
using Row = std::array<std::size_t, kWordBytesMax + 1>;
using Rows = std::array<Row, 3>;  // row i lies in i % 3: the one being made and the two before it
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t distance_max) {
  a = a.substr(0, kWordBytesMax);
  b = b.substr(0, kWordBytesMax);
  const std::size_t more = std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  if (more > distance_max) return distance_max + 1;
  Rows rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  std::size_t least_of_last = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const Row& before_last = rows[(i + 1) % 3];
    const Row& last = rows[(i + 2) % 3];
    Row& now = rows[i % 3];
    now[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min(replaced, std::min(last[j], now[j - 1]) + 1);
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
      least = std::min(least, now[j]);
    }
    // A later row grows from the last two, so once both are beyond the maximum all that follow are.
    if (least > distance_max && least_of_last > distance_max) return distance_max + 1;
    least_of_last = least;
  }
  return std::min(rows[a.size() % 3][b.size()], distance_max + 1);
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known) {
  std::optional<std::string_view> best;
  std::size_t distance_max = std::max<std::size_t>(2, std::min(word.size(), kWordBytesMax) / 3);
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(word, candidate, distance_max);
    if (distance > distance_max || distance >= candidate.size()) continue;
    best = candidate;
    if (distance == 0) break;
    distance_max = distance - 1;  // only a nearer one is better
  }
  return best;
}

}  // namespace bulkhead::policy
