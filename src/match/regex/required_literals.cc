#include "match/regex/required_literals.h"

#include <algorithm>
#include <utility>

#include "match/regex/literal_set.h"

namespace bulkhead::match::regex {
namespace {

/// Byte classes of more members, upper and lower case as one, are not spelled out.
constexpr std::size_t kClassMembersMax = 8;
/// What is remembered of how a part that is not exactly known begins and ends.
constexpr std::size_t kEdgeBytesMax = 12;
constexpr std::size_t kCandidatesMax = 6;
/// More rounds of a repeat lengthen literals that are long enough already.
constexpr std::uint32_t kRoundsMax = 4;
/// A clause that ordinary text meets at more places than one in fifty tells nothing.
constexpr std::uint64_t kHitsPerTrillionMax = 20'000'000'000;

/// What it costs to look for one literal more, in the same unit: breaks ties between clauses that hardly ever hit.
constexpr std::uint64_t kPriceOfLiteral = 100'000;

struct Candidate {
  LiteralSet literals;
  std::uint64_t hits = 0;

  std::uint64_t price() const { return hits + kPriceOfLiteral * literals.size(); }
};

/// What is known of all texts (in lower case) that a part of a pattern matches.
struct Known {
  /// The part matches these and nothing else, and `first` holds them. Else: every match begins with one of `first`, ends with
  /// one of `last`, and contains one of each candidate.
  bool exact = false;
  LiteralSet first;
  LiteralSet last;
  std::vector<Candidate> candidates;
};

Known exactly(LiteralSet literals) {
  return {.exact = true, .first = std::move(literals), .last = {}, .candidates = {}};
}
Known unknown() { return {.exact = false, .first = {""}, .last = {""}, .candidates = {}}; }

void add_candidate(std::vector<Candidate>& to, const LiteralSet& literals) {
  Candidate candidate{as_clause(literals), 0};
  if (candidate.literals.empty()) return;
  candidate.hits = hits_per_trillion(candidate.literals);
  const auto is_same = [&](const Candidate& other) { return other.literals == candidate.literals; };
  if (std::ranges::any_of(to, is_same)) return;
  to.push_back(std::move(candidate));
  std::ranges::stable_sort(to, {}, &Candidate::price);
  if (to.size() > kCandidatesMax) to.pop_back();
}

/// The same knowledge without the claim to be all of it.
Known loosened(Known known) {
  if (!known.exact) return known;
  Known loose;
  add_candidate(loose.candidates, known.first);
  loose.first = heads(known.first, kEdgeBytesMax);
  loose.last = tails(known.first, kEdgeBytesMax);
  if (loose.first.size() > kCrossedMax) loose.first = {""};
  if (loose.last.size() > kCrossedMax) loose.last = {""};
  return loose;
}

const LiteralSet& beginnings(const Known& known) { return known.first; }
const LiteralSet& endings(const Known& known) { return known.exact ? known.first : known.last; }

Known concat(const Known& a, const Known& b) {
  const bool both_exact = a.exact && b.exact;
  if (both_exact && may_cross(a.first, b.first)) return exactly(crossed(a.first, b.first));
  Known all;
  const Known loose_a = loosened(a);
  const Known loose_b = loosened(b);
  for (const Candidate& candidate : loose_a.candidates) add_candidate(all.candidates, candidate.literals);
  for (const Candidate& candidate : loose_b.candidates) add_candidate(all.candidates, candidate.literals);
  if (may_cross(endings(a), beginnings(b))) add_candidate(all.candidates, crossed(endings(a), beginnings(b)));
  all.first = a.exact && may_cross(a.first, beginnings(b))
                  ? heads(crossed(a.first, beginnings(b)), kEdgeBytesMax)
                  : loose_a.first;
  all.last = b.exact && may_cross(endings(a), b.first) ? tails(crossed(endings(a), b.first), kEdgeBytesMax)
                                                       : loose_b.last;
  return all;
}

/// One clause out of one of each branch: the best ones, then the second best, and so on.
void join_candidates(std::vector<Candidate>& to, const std::vector<Known>& branches) {
  std::size_t ranks = 0;
  for (const Known& branch : branches) {
    if (branch.candidates.empty()) return;
    ranks = std::max(ranks, branch.candidates.size());
  }
  for (std::size_t rank = 0; rank < std::min(ranks, RegexAnalysis::kClausesMax); ++rank) {
    LiteralSet all;
    for (const Known& branch : branches) {
      all = joined(all, branch.candidates[std::min(rank, branch.candidates.size() - 1)].literals);
    }
    add_candidate(to, all);
  }
}

Known alternate(std::vector<Known> branches) {
  const bool exact = std::ranges::all_of(branches, &Known::exact);
  Known all;
  if (exact) {
    for (const Known& branch : branches) all.first = joined(all.first, branch.first);
    all.exact = true;
    return all.first.size() <= LiteralClause::kLiteralsMax ? all : loosened(all);
  }
  for (Known& branch : branches) {
    branch = loosened(std::move(branch));
    all.first = joined(all.first, branch.first);
    all.last = joined(all.last, branch.last);
  }
  if (all.first.size() > kCrossedMax) all.first = {""};
  if (all.last.size() > kCrossedMax) all.last = {""};
  join_candidates(all.candidates, branches);
  return all;
}

Known repeat(const Known& body, const Node& node) {
  if (node.min == 0) return node.max == 1 ? alternate({body, exactly({""})}) : unknown();
  Known all = body;
  const std::uint32_t rounds = std::min(node.min, kRoundsMax);
  for (std::uint32_t round = 1; round < rounds; ++round) all = concat(all, body);
  return rounds == node.max ? all : loosened(std::move(all));
}

Known of_bytes(const ByteSet& bytes) {
  LiteralSet members;
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (!bytes.contains(static_cast<std::uint8_t>(byte))) continue;
    const bool is_upper = byte >= 'A' && byte <= 'Z';
    members.emplace_back(1, static_cast<char>(is_upper ? byte - 'A' + 'a' : byte));
  }
  members = sorted(std::move(members));
  return members.size() <= kClassMembersMax ? exactly(std::move(members)) : unknown();
}

Known known_of(const Syntax& syntax, const Node& node);

/// Neighbours that are exactly known are put together first: a word behind `\s+` is then found without the blank as well.
Known of_sequence(const Syntax& syntax, const Node& node) {
  Known all = exactly({""});
  Known run = exactly({""});
  for (std::uint32_t i = 0; i < node.child_count; ++i) {
    Known next = known_of(syntax, syntax.child(node, i));
    if (next.exact && may_cross(run.first, next.first)) {
      run.first = crossed(run.first, next.first);
      continue;
    }
    all = concat(all, run);
    run = exactly({""});
    if (next.exact) {
      run = std::move(next);
    } else {
      all = concat(all, next);
    }
  }
  return concat(all, run);
}

Known known_of(const Syntax& syntax, const Node& node) {
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAssertion: return exactly({""});
    case NodeKind::kBytes: return of_bytes(node.bytes);
    case NodeKind::kAnything: return unknown();
    case NodeKind::kGroup: return known_of(syntax, syntax.child(node, 0));
    case NodeKind::kRepeat: return repeat(known_of(syntax, syntax.child(node, 0)), node);
    case NodeKind::kConcat: return of_sequence(syntax, node);
    case NodeKind::kAlternate: {
      std::vector<Known> branches;
      for (std::uint32_t i = 0; i < node.child_count; ++i)
        branches.push_back(known_of(syntax, syntax.child(node, i)));
      return alternate(std::move(branches));
    }
  }
  return unknown();
}

/// True when a text that holds one of `known` always holds one of `literals`.
bool follows_from(const LiteralSet& literals, const LiteralSet& known) {
  return std::ranges::all_of(known, [&](const std::string& longer) {
    return std::ranges::any_of(literals,
                               [&](const std::string& literal) { return longer.contains(literal); });
  });
}

}  // namespace

std::vector<LiteralClause> required_literals(const Syntax& syntax) {
  Known all = loosened(known_of(syntax, syntax.nodes[syntax.root]));
  add_candidate(all.candidates, all.first);
  add_candidate(all.candidates, all.last);
  std::vector<LiteralClause> clauses;
  for (Candidate& candidate : all.candidates) {
    if (clauses.size() == RegexAnalysis::kClausesMax || candidate.hits > kHitsPerTrillionMax) break;
    const auto says_it = [&](const LiteralClause& clause) {
      return follows_from(candidate.literals, clause.any_of);
    };
    if (std::ranges::any_of(clauses, says_it)) continue;
    clauses.push_back(
        {std::move(candidate.literals), static_cast<std::uint32_t>(candidate.hits / 1'000'000)});
  }
  return clauses;
}

}  // namespace bulkhead::match::regex
