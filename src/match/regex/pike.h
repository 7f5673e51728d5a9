// Runs a program over a text of any length, all its ways at once, in step.
//
// Source     Rob Pike's extension of Thompson's machine by groups; see Russ Cox, "Regular Expression Matching: the Virtual
//            Machine Approach" (2009).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "match/regex/place.h"
#include "match/regex/program.h"
#include "match/regex/span.h"
#include "match/regex/working_memory.h"

namespace bulkhead::match::regex {

/// The slow engine for what the others cannot hold: texts too long for the Backtracker, programs too wide for the LazyDfa.
///
/// Ownership  Owns its memory, all of it taken at construction.
/// Threads    One thread.
/// Cost       O(text × program); with groups each step also copies their slots.
class Pike {
 public:
  Pike();

  /// Looks for the first match that begins at `from` or later. Without `groups` the first that ends is enough.
  bool search(const Program& program, std::string_view text, std::size_t from, Groups* groups);

 private:
  /// A slot per end of a group; slot 0 is where the match began.
  using Slots = std::array<std::uint32_t, Program::kSlots>;

  /// Ways that stand at the same place, the preferred first.
  struct Ways {
    Ways();
    OrderedSet instructions;
    WorkingArray<Slots> slots;
  };
  struct Job {
    std::uint32_t instruction_or_slot;
    std::uint32_t value;
  };
  static constexpr std::uint32_t kIsSlot = 0x8000'0000;

  struct Run {
    const Program& program;
    std::string_view text;
    bool wants_groups;
    bool is_match = false;
    std::size_t end = 0;
    Slots best{};
  };

  /// Adds to `ways` all that is reached from `instruction` at `at` without a byte. `slots` is left as it was.
  void add(const Run& run, Ways& ways, std::uint32_t instruction, std::size_t at, const Place& place,
           Slots& slots);
  /// Takes the byte at `at`, if there is one. Ways behind one that matches are dropped.
  void step(Run& run, std::size_t at);

  Ways now_;
  Ways next_;
  WorkingArray<Job> jobs_;
};

}  // namespace bulkhead::match::regex
