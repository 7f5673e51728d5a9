// Writes a tree as instructions. For this folder only; compile.h is for others.

#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/byte_set.h"
#include "match/regex/program.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// Instructions whose kBytes still name byte sets.
struct InstructionList {
  std::vector<Instruction> instructions;
  std::vector<ByteSet> sets;
  std::uint32_t start = 0;
};

/// Written from the end of a pattern to its beginning, so that what comes next is always known already.
class InstructionWriter {
 public:
  explicit InstructionWriter(const Syntax& syntax);

  /// False when there would be too many.
  bool run();
  InstructionList take() { return std::move(list_); }

 private:
  using Index = std::uint32_t;

  /// Where to go on, depending on whether a byte was taken since a repeat's round began.
  struct Ways {
    Index untouched = 0;
    Index moved = 0;
  };

  bool is_full() const { return list_.instructions.size() >= Program::kInstructionsMax || steps_ == 0; }
  Index add(Instruction::Kind kind, std::uint32_t argument, Index next);
  Index either(Index better, Index worse) { return add(Instruction::Kind::kEither, worse, better); }
  /// `in` and `out` in the order that greed wants.
  Index choice(bool greedy, Index in, Index out) { return greedy ? either(in, out) : either(out, in); }
  std::uint32_t set_index(const ByteSet& bytes);
  Index body_of(const Node& node) const { return syntax_.children[node.first_child]; }

  /// Instructions for a node behind which comes `next`; returns the first.
  Index write(Index node, Index next);
  Index write_repeat(const Node& node, Index next);
  /// One or more rounds.
  Index write_rounds(const Node& node, Index next);

  /// The same, telling apart whether the node took a byte. Nothing was taken before it.
  Index write_parting(Index node, Ways next);
  Index write_group_parting(const Node& node, Ways next);
  Index write_concat_parting(const Node& node, Ways next);
  Index write_repeat_parting(const Node& node, Ways next);
  Ways one_before(Index node, Ways next) { return {write_parting(node, next), write(node, next.moved)}; }

  const Syntax& syntax_;
  InstructionList list_;
  std::map<ByteSet, std::uint32_t> set_indices_;
  std::vector<bool> may_be_empty_;
  // Ends the writing of what is large without having instructions.
  std::uint32_t steps_ = 4'000'000;
};

}  // namespace bulkhead::match::regex
