#include "match/regex/possessive.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/byte_set.h"

namespace bulkhead::match::regex {
namespace {

/// How a part of a pattern, or all that follows a place, begins.
struct Front {
  enum class Empty : std::uint8_t {
    kNo,      ///< It takes a byte.
    kAsking,  ///< It may take none, if an assertion holds.
    kAlways,  ///< It can take none wherever it stands.
  };
  ByteSet first{};
  Empty empty = Empty::kAlways;
};

Front then(const Front& a, const Front& b) {
  Front both{a.first, std::min(a.empty, b.empty)};
  if (a.empty != Front::Empty::kNo) both.first |= b.first;
  return both;
}

Front either(const Front& a, const Front& b) { return {a.first | b.first, std::max(a.empty, b.empty)}; }

class PossessiveCheck {
 public:
  explicit PossessiveCheck(const Syntax& syntax) : syntax_(syntax), fronts_(syntax.nodes.size()) {}

  bool run() {
    // Children are made before their parents.
    for (std::size_t index = 0; index < fronts_.size(); ++index) fronts_[index] = front(syntax_.nodes[index]);
    return holds(syntax_.root, Front{});
  }

 private:
  const Front& front_of_child(const Node& node, std::uint32_t index) const {
    return fronts_[syntax_.children[node.first_child + index]];
  }

  Front front(const Node& node) const {
    switch (node.kind) {
      case NodeKind::kEmpty: return {};
      case NodeKind::kBytes: return {node.bytes, Front::Empty::kNo};
      case NodeKind::kAssertion: return {{}, Front::Empty::kAsking};
      case NodeKind::kAnything: return {ByteSet::all(), Front::Empty::kAlways};
      case NodeKind::kGroup: return front_of_child(node, 0);
      case NodeKind::kRepeat: {
        Front repeated = front_of_child(node, 0);
        if (node.min == 0) repeated.empty = Front::Empty::kAlways;
        return repeated;
      }
      case NodeKind::kConcat: {
        Front all;
        for (std::uint32_t i = node.child_count; i-- > 0;) all = then(front_of_child(node, i), all);
        return all;
      }
      case NodeKind::kAlternate: {
        Front any = front_of_child(node, 0);
        for (std::uint32_t i = 1; i < node.child_count; ++i) any = either(any, front_of_child(node, i));
        return any;
      }
    }
    return {};
  }

  bool holds(std::uint32_t index, const Front& follow) const {
    const Node& node = syntax_.nodes[index];
    if (node.possessive && !is_greedy(node, follow)) return false;
    switch (node.kind) {
      case NodeKind::kGroup: return holds(syntax_.children[node.first_child], follow);
      case NodeKind::kRepeat: return holds(syntax_.children[node.first_child], after_body(node, follow));
      case NodeKind::kConcat: {
        Front rest = follow;
        for (std::uint32_t i = node.child_count; i-- > 0;) {
          if (!holds(syntax_.children[node.first_child + i], rest)) return false;
          rest = then(front_of_child(node, i), rest);
        }
        return true;
      }
      case NodeKind::kAlternate:
        for (std::uint32_t i = 0; i < node.child_count; ++i) {
          if (!holds(syntax_.children[node.first_child + i], follow)) return false;
        }
        return true;
      default: return true;
    }
  }

  /// What follows one round of a repeat: another round, or what follows the whole.
  Front after_body(const Node& repeat, const Front& follow) const {
    if (repeat.max == 1) return follow;
    Front after = either(then(front_of_child(repeat, 0), follow), follow);
    // While rounds are owed, the way out is not free.
    if (repeat.min > 1) after.empty = std::min(after.empty, Front::Empty::kAsking);
    return after;
  }

  bool is_greedy(const Node& node, const Front& follow) const {
    if (follow.empty == Front::Empty::kAlways) return true;
    if (follow.empty == Front::Empty::kAsking) return false;
    // `\R`: all it could give back is the line feed of CR LF.
    if (node.kind == NodeKind::kAlternate) return !follow.first.contains('\n');
    const Node& body = syntax_.child(node, 0);
    return body.kind == NodeKind::kBytes && !follow.first.intersects(body.bytes);
  }

  const Syntax& syntax_;
  std::vector<Front> fronts_;
};

}  // namespace

bool possessives_are_greedy(const Syntax& syntax) { return PossessiveCheck(syntax).run(); }

}  // namespace bulkhead::match::regex
