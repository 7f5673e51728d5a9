#include "match/regex/analysis.h"

#include <algorithm>

#include "match/regex/rarity.h"
#include "match/regex/required_literals.h"

namespace bulkhead::match::regex {
namespace {

constexpr std::size_t kSetsPerNodeMax = 8;
/// A set that makes up more of ordinary text than this is in every text.
constexpr std::uint32_t kPerMillionMax = 850'000;

/// Sets of which each match of a node has a byte, the rarest first.
using ByteSets = std::vector<ByteSet>;

void add_set(ByteSets& to, const ByteSet& set) {
  const auto weight = bytes_per_million(set);
  if (set.empty() || weight > kPerMillionMax) return;
  for (const ByteSet& other : to) {
    if ((other | set) == set) return;  // the narrower says more
  }
  std::erase_if(to, [&](const ByteSet& other) { return (other | set) == other; });
  to.insert(std::ranges::upper_bound(to, weight, {}, bytes_per_million), set);
  if (to.size() > kSetsPerNodeMax) to.pop_back();
}

/// `set` and, of every branch, what adds least to it.
ByteSet widened(ByteSet set, const std::vector<ByteSets>& branches) {
  for (const ByteSets& branch : branches) {
    const auto added = [&](const ByteSet& other) { return bytes_per_million(set | other); };
    set |= *std::ranges::min_element(branch, {}, added);
  }
  return set;
}

ByteSets of_alternatives(const std::vector<ByteSets>& branches) {
  if (std::ranges::any_of(branches, &ByteSets::empty)) return {};
  const auto narrowest = std::ranges::min_element(branches, {}, &ByteSets::size);
  ByteSets sets;
  for (const ByteSet& seed : *narrowest) add_set(sets, widened(seed, branches));
  add_set(sets, widened(ByteSet{}, branches));
  return sets;
}

ByteSets sets_of(const Syntax& syntax, const Node& node) {
  ByteSets sets;
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAssertion:
    case NodeKind::kAnything: break;
    case NodeKind::kBytes: add_set(sets, node.bytes); break;
    case NodeKind::kGroup: return sets_of(syntax, syntax.child(node, 0));
    case NodeKind::kRepeat: return node.min == 0 ? sets : sets_of(syntax, syntax.child(node, 0));
    case NodeKind::kConcat:
      for (std::uint32_t i = 0; i < node.child_count; ++i) {
        for (const ByteSet& set : sets_of(syntax, syntax.child(node, i))) add_set(sets, set);
      }
      break;
    case NodeKind::kAlternate: {
      std::vector<ByteSets> branches;
      for (std::uint32_t i = 0; i < node.child_count; ++i)
        branches.push_back(sets_of(syntax, syntax.child(node, i)));
      return of_alternatives(branches);
    }
  }
  return sets;
}

/// Lengths beyond this are not told apart; products of counts stay small.
constexpr std::size_t kLengthMax = std::size_t{1} << 20;

std::size_t length_min(const Syntax& syntax, const Node& node) {
  std::size_t bytes = 0;
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAssertion:
    case NodeKind::kAnything: break;
    case NodeKind::kBytes: return 1;
    case NodeKind::kGroup: return length_min(syntax, syntax.child(node, 0));
    case NodeKind::kRepeat:
      bytes = node.min == 0 ? 0 : node.min * length_min(syntax, syntax.child(node, 0));
      break;
    case NodeKind::kConcat:
      for (std::uint32_t i = 0; i < node.child_count; ++i)
        bytes = std::min(kLengthMax, bytes + length_min(syntax, syntax.child(node, i)));
      break;
    case NodeKind::kAlternate:
      bytes = kLengthMax;
      for (std::uint32_t i = 0; i < node.child_count; ++i)
        bytes = std::min(bytes, length_min(syntax, syntax.child(node, i)));
      break;
  }
  return std::min(bytes, kLengthMax);
}

/// True when no match of `node` can begin but at the start of the text.
bool is_anchored(const Syntax& syntax, const Node& node) {
  switch (node.kind) {
    case NodeKind::kAssertion: return node.assertion == Assertion::kTextStart;
    case NodeKind::kGroup: return is_anchored(syntax, syntax.child(node, 0));
    case NodeKind::kRepeat: return node.min > 0 && is_anchored(syntax, syntax.child(node, 0));
    case NodeKind::kConcat:
      for (std::uint32_t i = 0; i < node.child_count; ++i) {
        const Node& child = syntax.child(node, i);
        if (is_anchored(syntax, child)) return true;
        // What takes no byte leaves the place where it is.
        if (child.kind != NodeKind::kAssertion && child.kind != NodeKind::kEmpty) return false;
      }
      return false;
    case NodeKind::kAlternate:
      for (std::uint32_t i = 0; i < node.child_count; ++i) {
        if (!is_anchored(syntax, syntax.child(node, i))) return false;
      }
      return true;
    default: return false;
  }
}

}  // namespace

RegexAnalysis analyse(const Syntax& syntax) {
  const Node& root = syntax.nodes[syntax.root];
  RegexAnalysis analysis;
  analysis.clauses = required_literals(syntax);
  analysis.byte_sets = sets_of(syntax, root);
  if (analysis.byte_sets.size() > RegexAnalysis::kByteSetsMax)
    analysis.byte_sets.resize(RegexAnalysis::kByteSetsMax);
  analysis.length_bytes_min = length_min(syntax, root);
  analysis.may_be_empty = analysis.length_bytes_min == 0;
  analysis.anchored_at_start = is_anchored(syntax, root);
  return analysis;
}

}  // namespace bulkhead::match::regex
