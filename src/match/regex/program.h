// A compiled pattern: flat bytes that may lie anywhere, also in memory that processes share.
//
// Made by compile.h, run by matcher.h. The form is that of Ken Thompson's machine: a list of instructions, of which those
// that take a byte do so by its class (bytes that no instruction tells apart are one class).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// One step of a program.
struct Instruction {
  enum class Kind : std::uint32_t {
    kBytes = 0,      ///< Takes a byte whose class is in set `argument`; then `next`.
    kEither = 1,     ///< `next`, or else `argument`.
    kSave = 2,       ///< Notes the place in slot `argument`; then `next`.
    kAssertion = 3,  ///< Where Assertion `argument` holds; then `next`.
    kMatch = 4,
  };
  static constexpr std::uint32_t kArgumentMax = (1u << 29) - 1;

  std::uint32_t kind_and_argument = 0;
  std::uint32_t next = 0;

  static constexpr Instruction make(Kind kind, std::uint32_t argument, std::uint32_t next) {
    return {static_cast<std::uint32_t>(kind) << 29 | argument, next};
  }
  constexpr Kind kind() const { return static_cast<Kind>(kind_and_argument >> 29); }
  constexpr std::uint32_t argument() const { return kind_and_argument & kArgumentMax; }
};
static_assert(sizeof(Instruction) == 8);

/// The classes that an instruction takes, one bit each.
struct ClassSet {
  std::array<std::uint32_t, 8> words{};
  constexpr bool contains(std::uint32_t byte_class) const {
    return (words[byte_class >> 5] >> (byte_class & 31)) & 1;
  }
  constexpr void insert(std::uint32_t byte_class) { words[byte_class >> 5] |= 1u << (byte_class & 31); }
};
static_assert(sizeof(ClassSet) == 32);

/// What the bytes begin with; instructions and sets come behind it, without a gap. Little-endian, as the machine.
struct ProgramHeader {
  static constexpr std::uint32_t kMagic = 0x31'78'72'62;  // "brx1"

  static constexpr std::uint32_t kTextAnchored = 1;   ///< Matches begin at the start of the text only.
  static constexpr std::uint32_t kLineAnchored = 2;   ///< Matches begin at starts of lines only.
  static constexpr std::uint32_t kMayBeEmpty = 4;     ///< A match may take no byte.
  static constexpr std::uint32_t kSkipPays = 8;       ///< Few bytes can begin a match: look for those.
  static constexpr std::uint32_t kLineStart = 16;     ///< Has `^`.
  static constexpr std::uint32_t kWordBoundary = 32;  ///< Has `\b` or `\B`.
  static constexpr std::uint32_t kFinalLineEnd = 64;  ///< Has `\Z`.

  std::uint32_t magic = kMagic;
  std::uint32_t bytes = 0;
  std::uint32_t instructions = 0;
  std::uint32_t sets = 0;
  std::uint32_t classes = 0;
  /// Classes below this one hold the bytes that can begin a match.
  std::uint32_t first_classes = 0;
  std::uint32_t start = 0;
  std::uint32_t flags = 0;
  ClassSet word_classes{};
  std::array<std::uint8_t, 256> class_of{};
};
static_assert(sizeof(ProgramHeader) == 320);

/// A view of a program whose every index was checked.
///
/// Ownership  Points into the bytes it was made from; they outlive it and do not change.
/// Threads    Immutable: thread-safe.
/// Cost       verify() is linear in the bytes; for loading, not for requests.
/// Errors     verify() fails with kCorrupt. What passes may match other texts than its author meant, but no engine that runs
///            it leaves its memory or its time.
class Program {
 public:
  static constexpr std::size_t kInstructionsMax = 32'768;
  /// Group 0, the whole match, and the nine that SecLang can name; two slots each.
  static constexpr std::size_t kGroups = 10;
  static constexpr std::size_t kSlots = 2 * kGroups;
  /// What the first byte must be aligned to.
  static constexpr std::size_t kAlignment = 4;

  static Result<Program> verify(std::span<const std::byte> bytes);

  const ProgramHeader& header() const { return *header_; }
  std::span<const Instruction> instructions() const { return {instructions_, header_->instructions}; }
  const Instruction& instruction(std::uint32_t index) const { return instructions_[index]; }
  const ClassSet& set(std::uint32_t index) const { return sets_[index]; }
  std::uint32_t class_of(char byte) const { return header_->class_of[static_cast<std::uint8_t>(byte)]; }
  bool has(std::uint32_t flag) const { return (header_->flags & flag) != 0; }
  std::size_t bytes() const { return header_->bytes; }

  /// A hash of the bytes: two programs that lie at the same address at different times differ in it.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  Program() = default;

  const ProgramHeader* header_ = nullptr;
  const Instruction* instructions_ = nullptr;
  const ClassSet* sets_ = nullptr;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace bulkhead::match::regex
