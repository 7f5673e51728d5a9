// Finds the preferred match and its groups by trying, and never trying the same thing twice.
//
// Source     Backtracking over (instruction, place) pairs with a bitmap of those already tried, as in RE2's bitstate.cc by
//            Russ Cox; the idea of tabulating is older than that.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "match/regex/program.h"
#include "match/regex/span.h"
#include "match/regex/working_memory.h"

namespace bulkhead::match::regex {

/// What was tried is remembered for a window of the text, which moves on with the beginnings and grows with the matches. A match
/// that outgrows the largest window is left to the Pike.
///
/// Ownership  Owns its memory, all of it taken at construction.
/// Threads    One thread.
/// Cost       O(text × program): within a window a pair that failed once is not tried again, from whatever beginning; and each
///            window, emptied once, serves as many beginnings as half its length.
class Backtracker {
 public:
  static constexpr std::size_t kPairsMax = std::size_t{1} << 20;

  Backtracker();

  struct Outcome {
    enum class Kind : std::uint8_t { kNoMatch, kMatch, kTooLong };
    Kind kind = Kind::kNoMatch;
    /// With kTooLong: no match begins before it; what begins there is not known.
    std::size_t begin = 0;
  };

  /// Looks for the first match that begins between `from` and `last_begin`.
  Outcome search(const Program& program, std::string_view text, std::size_t from, std::size_t last_begin,
                 Groups& groups);

 private:
  /// Something to come back to: an instruction to try, or the earlier value of a slot.
  struct Job {
    std::uint32_t instruction_or_slot;
    std::uint32_t place;
  };
  static constexpr std::uint32_t kIsSlot = 0x8000'0000;
  static constexpr std::size_t kPlacesMin = 64;

  struct Try {
    const Program& program;
    std::string_view text;
    /// The window: `places` of them from `base` on.
    std::size_t base = 0;
    std::size_t places = 0;
    bool is_too_long = false;
    std::size_t end = 0;
    std::uint32_t slots[Program::kSlots] = {};
  };

  void open_window(Try& attempt, std::size_t base, std::size_t places);
  bool try_at(Try& attempt, std::size_t begin);
  bool run(Try& attempt, std::uint32_t instruction, std::size_t at);
  bool visit(Try& attempt, std::uint32_t instruction, std::size_t at);

  WorkingArray<std::uint64_t> visited_;
  WorkingArray<Job> jobs_;
  std::size_t job_count_ = 0;
};

}  // namespace bulkhead::match::regex
