#include "match/regex/program.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace bulkhead::match::regex {
namespace {

std::unexpected<Error> corrupt(const char* what) {
  return fail(ErrorCode::kCorrupt, std::string("compiled pattern: ") + what);
}

/// FNV-1a over words instead of bytes: told apart are programs of one machine, not of an adversary.
std::uint64_t hash(std::span<const std::byte> bytes) {
  std::uint64_t value = 0xcbf2'9ce4'8422'2325;
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    value = (value ^ word) * 0x0000'0100'0000'01b3;
    value ^= value >> 29;
  }
  return value;
}

bool is_sound(const Instruction& instruction, const ProgramHeader& header) {
  using Kind = Instruction::Kind;
  if (instruction.kind() != Kind::kMatch && instruction.next >= header.instructions) return false;
  switch (instruction.kind()) {
    case Kind::kBytes: return instruction.argument() < header.sets;
    case Kind::kEither: return instruction.argument() < header.instructions;
    case Kind::kSave: return instruction.argument() < Program::kSlots;
    case Kind::kAssertion:
      return instruction.argument() <= static_cast<std::uint32_t>(Assertion::kNoWordBoundary);
    case Kind::kMatch: return true;
  }
  return false;
}

}  // namespace

Result<Program> Program::verify(std::span<const std::byte> bytes) {
  if (bytes.size() < sizeof(ProgramHeader)) return corrupt("shorter than its header");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) return corrupt("not aligned");
  Program program;
  program.header_ = reinterpret_cast<const ProgramHeader*>(bytes.data());
  const ProgramHeader& header = *program.header_;
  if (header.magic != ProgramHeader::kMagic) return corrupt("not one");
  if (header.bytes != bytes.size()) return corrupt("not as long as it says");
  if (header.instructions == 0 || header.instructions > kInstructionsMax)
    return corrupt("too many instructions, or none");
  if (header.sets > kInstructionsMax) return corrupt("too many sets");
  const std::size_t expected =
      sizeof(ProgramHeader) + header.instructions * sizeof(Instruction) + header.sets * sizeof(ClassSet);
  if (bytes.size() != expected) return corrupt("its parts are not as long as it");
  if (header.classes == 0 || header.classes > 256 || header.first_classes > header.classes)
    return corrupt("bad number of byte classes");
  if (std::ranges::any_of(header.class_of, [&](std::uint8_t of) { return of >= header.classes; }))
    return corrupt("a byte without a class");
  if (header.start >= header.instructions) return corrupt("starts outside");
  program.instructions_ = reinterpret_cast<const Instruction*>(bytes.data() + sizeof(ProgramHeader));
  program.sets_ = reinterpret_cast<const ClassSet*>(program.instructions_ + header.instructions);
  for (const Instruction& instruction : program.instructions()) {
    if (!is_sound(instruction, header)) return corrupt("an instruction points outside");
  }
  program.fingerprint_ = hash(bytes);
  return program;
}

}  // namespace bulkhead::match::regex
