#include "match/regex/compile.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string>

#include "match/regex/instruction_writer.h"
#include "match/regex/named_bytes.h"
#include "match/regex/program.h"
#include "match/regex/rarity.h"

namespace bulkhead::match::regex {
namespace {

using Kind = Instruction::Kind;

/// Bytes that make up more of ordinary text than this come too often for looking for them to pay.
constexpr std::uint32_t kSkipPerMillionMax = 120'000;

/// Numbers instructions in the order in which they are first reached, and leaves the others out.
InstructionList in_order(const InstructionList& list) {
  constexpr std::uint32_t kUnseen = ~std::uint32_t{0};
  std::vector<std::uint32_t> number(list.instructions.size(), kUnseen);
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> waiting{list.start};
  while (!waiting.empty()) {
    const std::uint32_t at = waiting.back();
    waiting.pop_back();
    if (number[at] != kUnseen) continue;
    number[at] = static_cast<std::uint32_t>(order.size());
    order.push_back(at);
    const Instruction& instruction = list.instructions[at];
    if (instruction.kind() == Kind::kEither) waiting.push_back(instruction.argument());
    if (instruction.kind() != Kind::kMatch) waiting.push_back(instruction.next);
  }
  InstructionList ordered{.instructions = {}, .sets = list.sets, .start = 0};
  for (const std::uint32_t at : order) {
    const Instruction& old = list.instructions[at];
    const std::uint32_t argument = old.kind() == Kind::kEither ? number[old.argument()] : old.argument();
    ordered.instructions.push_back(
        Instruction::make(old.kind(), argument, old.kind() == Kind::kMatch ? 0 : number[old.next]));
  }
  return ordered;
}

/// How matches begin: what is reached from the start without taking a byte.
struct Beginning {
  ByteSet bytes{};
  bool may_be_empty = false;

  bool is_nothing() const { return bytes.empty() && !may_be_empty; }
};

/// Assertions of `closed` let nothing through, all others everything.
Beginning beginning(const InstructionList& list, std::initializer_list<Assertion> closed) {
  Beginning found;
  std::vector<bool> seen(list.instructions.size());
  std::vector<std::uint32_t> waiting{list.start};
  while (!waiting.empty()) {
    const std::uint32_t at = waiting.back();
    waiting.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const Instruction& instruction = list.instructions[at];
    switch (instruction.kind()) {
      case Kind::kBytes: found.bytes |= list.sets[instruction.argument()]; break;
      case Kind::kMatch: found.may_be_empty = true; break;
      case Kind::kEither:
        waiting.push_back(instruction.argument());
        waiting.push_back(instruction.next);
        break;
      case Kind::kAssertion:
        if (std::ranges::find(closed, static_cast<Assertion>(instruction.argument())) == closed.end())
          waiting.push_back(instruction.next);
        break;
      case Kind::kSave: waiting.push_back(instruction.next); break;
    }
  }
  return found;
}

bool has_assertion(const InstructionList& list, Assertion assertion) {
  return std::ranges::any_of(list.instructions, [&](const Instruction& instruction) {
    return instruction.kind() == Kind::kAssertion &&
           instruction.argument() == static_cast<std::uint32_t>(assertion);
  });
}

std::uint32_t flags(const InstructionList& list, const Beginning& start) {
  std::uint32_t all = 0;
  if (beginning(list, {Assertion::kTextStart}).is_nothing()) all |= ProgramHeader::kTextAnchored;
  if (beginning(list, {Assertion::kTextStart, Assertion::kLineStart}).is_nothing())
    all |= ProgramHeader::kLineAnchored;
  if (start.may_be_empty) all |= ProgramHeader::kMayBeEmpty;
  if (!start.may_be_empty && bytes_per_million(start.bytes) <= kSkipPerMillionMax)
    all |= ProgramHeader::kSkipPays;
  if (has_assertion(list, Assertion::kLineStart)) all |= ProgramHeader::kLineStart;
  if (has_assertion(list, Assertion::kWordBoundary) || has_assertion(list, Assertion::kNoWordBoundary))
    all |= ProgramHeader::kWordBoundary;
  if (has_assertion(list, Assertion::kFinalLineEnd)) all |= ProgramHeader::kFinalLineEnd;
  return all;
}

/// Gives every byte its class; the classes in `first` come first.
void classify(ProgramHeader& header, const InstructionList& list, const ByteSet& first) {
  std::vector<ByteSet> tellers = list.sets;
  if (std::ranges::any_of(list.instructions,
                          [](const Instruction& i) { return i.kind() == Kind::kAssertion; }))
    tellers.push_back(kNewlineBytes);
  if (header.flags & ProgramHeader::kWordBoundary) tellers.push_back(kWordBytes);
  std::map<std::vector<bool>, std::uint8_t> classes;
  const auto number = [&](bool is_first) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      const auto value = static_cast<std::uint8_t>(byte);
      if (first.contains(value) != is_first) continue;
      std::vector<bool> told{is_first};
      for (const ByteSet& teller : tellers) told.push_back(teller.contains(value));
      header.class_of[byte] =
          classes.try_emplace(std::move(told), static_cast<std::uint8_t>(classes.size())).first->second;
    }
    return static_cast<std::uint32_t>(classes.size());
  };
  header.first_classes = number(true);
  header.classes = number(false);
}

ClassSet classes_of(const ByteSet& bytes, const ProgramHeader& header) {
  ClassSet set;
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (bytes.contains(static_cast<std::uint8_t>(byte))) set.insert(header.class_of[byte]);
  }
  return set;
}

void append(std::vector<std::byte>& to, const void* from, std::size_t bytes) {
  const auto* first = static_cast<const std::byte*>(from);
  to.insert(to.end(), first, first + bytes);
}

}  // namespace

Result<std::vector<std::byte>> compile(const Syntax& syntax) {
  if (syntax.needs_backtracking()) {
    return fail(ErrorCode::kInvalid, "the pattern needs backtracking: " + syntax.backtracking_reason);
  }
  InstructionWriter writer(syntax);
  if (!writer.run()) {
    return fail(ErrorCode::kLimit, "the pattern is too large: it would compile to more than " +
                                       std::to_string(Program::kInstructionsMax) + " instructions");
  }
  const InstructionList list = in_order(writer.take());
  const Beginning start = beginning(list, {});
  ProgramHeader header;
  header.flags = flags(list, start);
  header.instructions = static_cast<std::uint32_t>(list.instructions.size());
  header.sets = static_cast<std::uint32_t>(list.sets.size());
  header.start = list.start;
  classify(header, list, start.bytes);
  header.word_classes = classes_of(kWordBytes, header);
  header.bytes = static_cast<std::uint32_t>(sizeof header + list.instructions.size() * sizeof(Instruction) +
                                            list.sets.size() * sizeof(ClassSet));
  std::vector<std::byte> bytes;
  bytes.reserve(header.bytes);
  append(bytes, &header, sizeof header);
  append(bytes, list.instructions.data(), list.instructions.size() * sizeof(Instruction));
  for (const ByteSet& set : list.sets) {
    const ClassSet classes = classes_of(set, header);
    append(bytes, &classes, sizeof classes);
  }
  return bytes;
}

}  // namespace bulkhead::match::regex
