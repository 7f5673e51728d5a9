#include "match/regex/literal_set.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>

#include "match/regex/analysis.h"
#include "match/regex/rarity.h"

namespace bulkhead::match::regex {
namespace {

/// What a literal that is too long to keep is cut to.
constexpr std::size_t kCutBytes = 16;

std::string rarest_part(const std::string& literal) {
  if (literal.size() <= LiteralClause::kLiteralBytesMax) return literal;
  std::size_t best = 0;
  std::uint64_t best_hits = ~std::uint64_t{0};
  // Over sixteen bytes the guess has no digits left: eight bytes are told apart.
  for (std::size_t at = 0; at + kCutBytes <= literal.size(); ++at) {
    const std::uint64_t hits =
        literal_per_trillion(std::string_view(literal).substr(at + kCutBytes / 4, kCutBytes / 2));
    if (hits < best_hits) {
      best_hits = hits;
      best = at;
    }
  }
  return literal.substr(best, kCutBytes);
}

/// True when a part of `literal`, but not all of it, is in `set`.
bool contains_another(std::string_view literal, const std::unordered_set<std::string_view>& set,
                      std::size_t shortest) {
  for (std::size_t bytes = shortest; bytes < literal.size(); ++bytes) {
    for (std::size_t at = 0; at + bytes <= literal.size(); ++at) {
      if (set.contains(literal.substr(at, bytes))) return true;
    }
  }
  return false;
}

}  // namespace

LiteralSet sorted(LiteralSet literals) {
  std::ranges::sort(literals);
  const auto doubles = std::ranges::unique(literals);
  literals.erase(doubles.begin(), doubles.end());
  return literals;
}

LiteralSet joined(const LiteralSet& a, const LiteralSet& b) {
  LiteralSet all;
  all.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

LiteralSet crossed(const LiteralSet& a, const LiteralSet& b) {
  LiteralSet all;
  all.reserve(a.size() * b.size());
  for (const std::string& front : a) {
    for (const std::string& back : b) all.push_back(front + back);
  }
  return sorted(std::move(all));
}

bool may_cross(const LiteralSet& a, const LiteralSet& b) {
  // A single literal lengthens the others without adding to them.
  if (a.size() * b.size() > kCrossedMax && a.size() != 1 && b.size() != 1) return false;
  return longest_bytes(a) + longest_bytes(b) <= kWorkingBytesMax;
}

LiteralSet heads(const LiteralSet& literals, std::size_t bytes_max) {
  LiteralSet cut;
  cut.reserve(literals.size());
  for (const std::string& literal : literals) cut.push_back(literal.substr(0, bytes_max));
  return sorted(std::move(cut));
}

LiteralSet tails(const LiteralSet& literals, std::size_t bytes_max) {
  LiteralSet cut;
  cut.reserve(literals.size());
  for (const std::string& literal : literals) {
    cut.push_back(literal.size() <= bytes_max ? literal : literal.substr(literal.size() - bytes_max));
  }
  return sorted(std::move(cut));
}

std::size_t shortest_bytes(const LiteralSet& literals) {
  std::size_t bytes = literals.empty() ? 0 : literals[0].size();
  for (const std::string& literal : literals) bytes = std::min(bytes, literal.size());
  return bytes;
}

std::size_t longest_bytes(const LiteralSet& literals) {
  std::size_t bytes = 0;
  for (const std::string& literal : literals) bytes = std::max(bytes, literal.size());
  return bytes;
}

LiteralSet as_clause(const LiteralSet& literals) {
  if (literals.empty() || shortest_bytes(literals) < LiteralClause::kLiteralBytesMin) return {};
  LiteralSet cut;
  for (const std::string& literal : literals) cut.push_back(rarest_part(literal));
  cut = sorted(std::move(cut));
  const std::unordered_set<std::string_view> set(cut.begin(), cut.end());
  const std::size_t shortest = shortest_bytes(cut);
  LiteralSet kept;
  for (const std::string& literal : cut) {
    if (!contains_another(literal, set, shortest)) kept.push_back(literal);
  }
  if (kept.size() > LiteralClause::kLiteralsMax) return {};
  return kept;
}

std::uint64_t hits_per_trillion(const LiteralSet& literals) {
  std::uint64_t hits = 0;
  for (const std::string& literal : literals) hits += literal_per_trillion(literal);
  return hits;
}

}  // namespace bulkhead::match::regex
