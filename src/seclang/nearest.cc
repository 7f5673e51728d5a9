#include "seclang/nearest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

#include "lexicon/spelling.h"

namespace bulkhead::seclang {

namespace {

constexpr std::size_t kWordBytesMax = 64;

/// Levenshtein's distance, row by row.
std::size_t edits(std::string_view a, std::string_view b) {
  std::array<std::size_t, kWordBytesMax + 1> row{};
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t same = lexicon::lower(a[i]) == lexicon::lower(b[j]) ? 0 : 1;
      const std::size_t best = std::min({diagonal + same, row[j] + 1, row[j + 1] + 1});
      diagonal = row[j + 1];
      row[j + 1] = best;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.empty() || word.size() > kWordBytesMax) return std::nullopt;
  std::size_t best = std::max<std::size_t>(2, word.size() / 3);
  if (word.size() <= 2) best = 1;
  std::optional<std::string_view> found;
  for (const std::string_view candidate : known) {
    if (candidate.size() > kWordBytesMax) continue;
    const std::size_t longer = std::max(word.size(), candidate.size());
    const std::size_t shorter = std::min(word.size(), candidate.size());
    if (longer - shorter > best) continue;  // It takes at least that many edits.
    const std::size_t distance = edits(word, candidate);
    if (distance > best || (found && distance == best)) continue;
    best = distance;
    found = candidate;
  }
  return found;
}

}  // namespace bulkhead::seclang
