// Sets of literals, as the analysis joins and crosses them. For this folder only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bulkhead::match::regex {

/// Sorted, without doubles.
using LiteralSet = std::vector<std::string>;

/// Sets beyond this do not grow by crossing: a clause of that many literals is no better for being longer.
inline constexpr std::size_t kCrossedMax = 96;
/// Literals are cut to this while they are put together.
inline constexpr std::size_t kWorkingBytesMax = 64;

LiteralSet sorted(LiteralSet literals);
LiteralSet joined(const LiteralSet& a, const LiteralSet& b);
/// Every `a` with every `b` behind it. Ask may_cross() first.
LiteralSet crossed(const LiteralSet& a, const LiteralSet& b);
bool may_cross(const LiteralSet& a, const LiteralSet& b);
/// The first (last) `bytes_max` bytes of each.
LiteralSet heads(const LiteralSet& literals, std::size_t bytes_max);
LiteralSet tails(const LiteralSet& literals, std::size_t bytes_max);
std::size_t shortest_bytes(const LiteralSet& literals);
std::size_t longest_bytes(const LiteralSet& literals);

/// As a clause: long literals cut to their rarest part, those that contain another left out. Empty when one is too short
/// to look for, or there are too many.
LiteralSet as_clause(const LiteralSet& literals);

/// Places in 10^12 that begin one of them.
std::uint64_t hits_per_trillion(const LiteralSet& literals);

}  // namespace bulkhead::match::regex
