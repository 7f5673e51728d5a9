#include "match/regex/tree_builder.h"

#include <algorithm>
#include <array>

#include "match/regex/named_bytes.h"

namespace bulkhead::match::regex {

std::uint32_t TreeBuilder::add(const Node& node) {
  to_.nodes.push_back(node);
  return static_cast<std::uint32_t>(to_.nodes.size() - 1);
}

std::uint32_t TreeBuilder::add(Node node, std::span<const std::uint32_t> children) {
  node.first_child = static_cast<std::uint32_t>(to_.children.size());
  node.child_count = static_cast<std::uint32_t>(children.size());
  to_.children.insert(to_.children.end(), children.begin(), children.end());
  return add(node);
}

std::uint32_t TreeBuilder::empty() { return add({.kind = NodeKind::kEmpty}); }
std::uint32_t TreeBuilder::anything() { return add({.kind = NodeKind::kAnything}); }
std::uint32_t TreeBuilder::bytes(const ByteSet& bytes) {
  return add({.kind = NodeKind::kBytes, .bytes = bytes});
}

std::uint32_t TreeBuilder::assertion(Assertion assertion) {
  return add({.kind = NodeKind::kAssertion, .assertion = assertion});
}

std::uint32_t TreeBuilder::group(std::uint32_t child, std::uint16_t number) {
  return add({.kind = NodeKind::kGroup, .group = number}, std::array{child});
}

std::uint32_t TreeBuilder::concat(std::span<const std::uint32_t> children) {
  if (children.empty()) return empty();
  if (children.size() == 1) return children[0];
  return add({.kind = NodeKind::kConcat}, children);
}

std::uint32_t TreeBuilder::alternate(std::span<const std::uint32_t> children) {
  if (children.size() == 1) return children[0];
  const auto is_bytes = [&](std::uint32_t child) { return to_.nodes[child].kind == NodeKind::kBytes; };
  if (std::ranges::all_of(children, is_bytes)) {
    ByteSet all;
    for (const std::uint32_t child : children) all |= to_.nodes[child].bytes;
    return bytes(all);
  }
  return add({.kind = NodeKind::kAlternate}, children);
}

std::uint32_t TreeBuilder::repeat(std::uint32_t child, const Times& times) {
  if (times.max == 0) return empty();
  const bool is_single = to_.nodes[child].kind == NodeKind::kBytes;
  if (times.min == 1 && times.max == 1 && (!times.possessive || is_single)) return child;
  return add({.kind = NodeKind::kRepeat,
              .greedy = times.greedy,
              .possessive = times.possessive,
              .min = times.min,
              .max = times.max},
             std::array{child});
}

std::uint32_t TreeBuilder::line_break() {
  const std::uint32_t pair = concat(std::array{bytes(ByteSet("\r")), bytes(ByteSet("\n"))});
  const std::uint32_t single = bytes(kVerticalSpaceBytes);
  return add({.kind = NodeKind::kAlternate, .possessive = true}, std::array{pair, single});
}

}  // namespace bulkhead::match::regex
