#include "match/regex/instruction_writer.h"

#include <algorithm>

namespace bulkhead::match::regex {
namespace {

using Kind = Instruction::Kind;

/// For every node, whether it may take no byte. Children are made before their parents.
std::vector<bool> empties(const Syntax& syntax) {
  std::vector<bool> may(syntax.nodes.size());
  for (std::size_t index = 0; index < may.size(); ++index) {
    const Node& node = syntax.nodes[index];
    const auto child = [&](std::uint32_t i) { return may[syntax.children[node.first_child + i]]; };
    switch (node.kind) {
      case NodeKind::kEmpty:
      case NodeKind::kAssertion:
      case NodeKind::kAnything: may[index] = true; break;
      case NodeKind::kBytes: break;
      case NodeKind::kGroup: may[index] = child(0); break;
      case NodeKind::kRepeat: may[index] = node.min == 0 || child(0); break;
      case NodeKind::kConcat:
        may[index] = true;
        for (std::uint32_t i = 0; i < node.child_count; ++i) may[index] = may[index] && child(i);
        break;
      case NodeKind::kAlternate:
        for (std::uint32_t i = 0; i < node.child_count; ++i) may[index] = may[index] || child(i);
        break;
    }
  }
  return may;
}

bool is_reported(const Node& group) { return group.group < Program::kGroups; }
std::uint32_t slot(const Node& group, std::uint32_t end) { return 2u * group.group + end; }

}  // namespace

InstructionWriter::InstructionWriter(const Syntax& syntax)
    : syntax_(syntax), may_be_empty_(empties(syntax)) {}

bool InstructionWriter::run() {
  const Index match = add(Kind::kMatch, 0, 0);
  list_.start = write(syntax_.root, match);
  return !is_full();
}

InstructionWriter::Index InstructionWriter::add(Kind kind, std::uint32_t argument, Index next) {
  if (is_full()) return 0;
  list_.instructions.push_back(Instruction::make(kind, argument, next));
  return static_cast<Index>(list_.instructions.size() - 1);
}

std::uint32_t InstructionWriter::set_index(const ByteSet& bytes) {
  const auto [entry, is_new] = set_indices_.try_emplace(bytes, static_cast<std::uint32_t>(list_.sets.size()));
  if (is_new) list_.sets.push_back(bytes);
  return entry->second;
}

InstructionWriter::Index InstructionWriter::write(Index index, Index next) {
  if (is_full()) return 0;
  --steps_;
  const Node& node = syntax_.nodes[index];
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAnything: return next;
    case NodeKind::kBytes: return add(Kind::kBytes, set_index(node.bytes), next);
    case NodeKind::kAssertion: return add(Kind::kAssertion, static_cast<std::uint32_t>(node.assertion), next);
    case NodeKind::kRepeat: return write_repeat(node, next);
    case NodeKind::kGroup:
      if (!is_reported(node)) return write(body_of(node), next);
      return add(Kind::kSave, slot(node, 0), write(body_of(node), add(Kind::kSave, slot(node, 1), next)));
    case NodeKind::kConcat:
      for (std::uint32_t i = node.child_count; i-- > 0;)
        next = write(syntax_.children[node.first_child + i], next);
      return next;
    case NodeKind::kAlternate: {
      Index first = write(syntax_.children[node.first_child + node.child_count - 1], next);
      for (std::uint32_t i = node.child_count - 1; i-- > 0;)
        first = either(write(syntax_.children[node.first_child + i], next), first);
      return first;
    }
  }
  return next;
}

InstructionWriter::Index InstructionWriter::write_repeat(const Node& node, Index next) {
  const Index body = body_of(node);
  Index first = next;
  std::uint32_t owed = node.min;
  if (node.max == Node::kNoMax) {
    if (owed > 0) {
      first = write_rounds(node, next);
      --owed;
    } else if (may_be_empty_[body]) {
      first = choice(node.greedy, write_rounds(node, next), next);
    } else {
      // A loop whose choice is also its entry.
      const Index loop = either(0, 0);
      const Index round = write(body, loop);
      if (is_full()) return 0;
      list_.instructions[loop] = node.greedy ? Instruction::make(Kind::kEither, next, round)
                                             : Instruction::make(Kind::kEither, round, next);
      first = loop;
    }
  } else {
    for (std::uint32_t i = node.min; i < node.max && !is_full(); ++i)
      first = choice(node.greedy, write(body, first), next);
  }
  for (; owed > 0 && !is_full(); --owed) first = write(body, first);
  return first;
}

InstructionWriter::Index InstructionWriter::write_rounds(const Node& node, Index next) {
  const Index body = body_of(node);
  const Index loop = either(0, 0);
  // A round that took nothing is the last.
  const Index round =
      may_be_empty_[body] ? write_parting(body, {.untouched = next, .moved = loop}) : write(body, loop);
  if (is_full()) return 0;
  list_.instructions[loop] = node.greedy ? Instruction::make(Kind::kEither, next, round)
                                         : Instruction::make(Kind::kEither, round, next);
  return round;
}

InstructionWriter::Index InstructionWriter::write_parting(Index index, Ways next) {
  if (is_full()) return 0;
  --steps_;
  if (next.untouched == next.moved || !may_be_empty_[index]) return write(index, next.moved);
  const Node& node = syntax_.nodes[index];
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAnything: return next.untouched;
    case NodeKind::kBytes: return write(index, next.moved);
    case NodeKind::kAssertion: return write(index, next.untouched);
    case NodeKind::kGroup: return write_group_parting(node, next);
    case NodeKind::kConcat: return write_concat_parting(node, next);
    case NodeKind::kRepeat: return write_repeat_parting(node, next);
    case NodeKind::kAlternate: {
      Index first = write_parting(syntax_.children[node.first_child + node.child_count - 1], next);
      for (std::uint32_t i = node.child_count - 1; i-- > 0;)
        first = either(write_parting(syntax_.children[node.first_child + i], next), first);
      return first;
    }
  }
  return next.untouched;
}

InstructionWriter::Index InstructionWriter::write_group_parting(const Node& node, Ways next) {
  if (!is_reported(node)) return write_parting(body_of(node), next);
  const Ways closed{add(Kind::kSave, slot(node, 1), next.untouched),
                    add(Kind::kSave, slot(node, 1), next.moved)};
  return add(Kind::kSave, slot(node, 0), write_parting(body_of(node), closed));
}

InstructionWriter::Index InstructionWriter::write_concat_parting(const Node& node, Ways next) {
  for (std::uint32_t i = node.child_count; i-- > 1;)
    next = one_before(syntax_.children[node.first_child + i], next);
  return write_parting(syntax_.children[node.first_child], next);
}

InstructionWriter::Index InstructionWriter::write_repeat_parting(const Node& node, Ways next) {
  const Index body = body_of(node);
  Ways first = next;
  std::uint32_t owed = node.min;
  if (node.max == Node::kNoMax) {
    // After a round that moved, further rounds are those of an ordinary repeat.
    Node further = node;
    further.min = 0;
    const Ways after_round{next.untouched, write_repeat(further, next.moved)};
    first.untouched = write_parting(body, after_round);
    if (owed == 0) {
      first.untouched = choice(node.greedy, first.untouched, next.untouched);
    } else {
      --owed;
    }
    first.moved = owed > 0 ? write_rounds(node, next.moved) : first.moved;
  } else {
    for (std::uint32_t i = node.min; i < node.max && !is_full(); ++i) {
      const Ways round = one_before(body, first);
      first = {choice(node.greedy, round.untouched, next.untouched),
               choice(node.greedy, round.moved, next.moved)};
    }
  }
  for (; owed > 0 && !is_full(); --owed) first = one_before(body, first);
  return first.untouched;
}

}  // namespace bulkhead::match::regex
