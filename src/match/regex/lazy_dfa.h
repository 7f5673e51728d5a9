// Does a program match somewhere in a text? Answered one table look-up a byte, the table being made on the way.
//
// Source     The lazily built automaton is Ken Thompson's ("Regular Expression Search Algorithm", 1968) and, with a bounded
//            cache, that of Alfred Aho's egrep; see Russ Cox, "Regular Expression Matching in the Wild" (2010).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "match/regex/place.h"
#include "match/regex/program.h"
#include "match/regex/working_memory.h"

namespace bulkhead::match::regex {

/// States of all programs that a worker runs, as far as they were met.
///
/// A state is the set of instructions at which a match may stand that began before; that one may begin anywhere goes without
/// saying, so that a pattern of a thousand alternatives has small states. Assertions about the byte to come wait in the set until
/// that byte is known. The end of the text, and a line feed that is its last byte, are symbols like bytes.
///
/// Ownership  Owns its memory, all of it taken at construction. A program is known by its address and fingerprint.
/// Threads    One thread.
/// Cost       A byte costs a look-up once its state is known. Making a state costs as much as the program is long, so a search
///            is at worst O(text × program). When the memory is full all states are forgotten; a search in which that
///            happens kFlushesMax times gives up.
class LazyDfa {
 public:
  static constexpr std::size_t kBytesMin = std::size_t{2} << 20;
  static constexpr unsigned kFlushesMax = 3;

  /// Uses about `bytes_max` bytes, at least kBytesMin.
  explicit LazyDfa(std::size_t bytes_max);

  struct Outcome {
    enum class Kind : std::uint8_t { kNoMatch, kMatch, kGaveUp };
    Kind kind = Kind::kNoMatch;
    /// On a match: some match ends, and so begins, at or before it.
    std::size_t end = 0;
  };

  /// Looks for a match that begins at `from` or later.
  Outcome search(const Program& program, std::string_view text, std::size_t from);

  /// After search() found a match: a place before which no match begins, as near to it as the states tell. Walks over the text
  /// up to `end` of the outcome once more.
  std::size_t first_begin(const Program& program, std::string_view text, std::size_t from, std::size_t end);

  /// Words in use, for tests and figures.
  std::size_t words_used() const { return used_; }
  std::size_t states() const { return state_count_; }

 private:
  // A state is the index of its row in words_: one word for each symbol, saying where that leads. In front of the row stand
  // the words of Head, behind it the instructions. Rows lead to states, or to one of these.
  static constexpr std::uint32_t kUnknown = 0;
  static constexpr std::uint32_t kDead = 1;
  static constexpr std::uint32_t kMatchBefore = 2;  ///< A match ends in front of the symbol.
  static constexpr std::uint32_t kMatchBehind = 3;  ///< A match ends behind it.
  static constexpr std::uint32_t kNoState = 4;      ///< No more memory.
  static constexpr std::uint32_t kSpecialMax = 4;
  /// Set on a state at which no match has begun: bytes that cannot begin one may be skipped. Makes it negative, so that one
  /// comparison tells ordinary states from all else.
  static constexpr std::uint32_t kIdle = 0x8000'0000;

  enum Head : std::uint32_t { kProgram, kContext, kCount, kHeadWords };

  // Contexts: what stood before the state's place, as far as waiting assertions ask; at most one of them.
  static constexpr std::uint32_t kAtTextStart = 1;
  static constexpr std::uint32_t kAfterNewline = 2;
  static constexpr std::uint32_t kAfterWord = 3;
  static constexpr std::size_t kContexts = 4;

  struct Known {
    const ProgramHeader* header;
    std::uint64_t fingerprint;
    /// By context, the states in which nothing goes on yet.
    std::array<std::uint32_t, kContexts> beginnings;
  };
  static constexpr std::size_t kProgramsMax = 2'048;

  struct Search {
    const Program& program;
    std::string_view text;
    std::uint32_t known = 0;
    unsigned flushes = 0;
  };

  static bool is_special(std::uint32_t state) {
    return static_cast<std::int32_t>(state) <= static_cast<std::int32_t>(kSpecialMax);
  }
  static std::uint32_t context_at(const Program& program, std::string_view text, std::size_t at);
  static std::uint32_t context_behind(const Program& program, const Place& place);
  static Place place_behind(std::uint32_t context);
  static Place place_between(const Program& program, std::uint32_t context, std::uint32_t symbol);
  static bool may_begin(const Program& program, std::uint32_t context);

  std::uint32_t know(const Program& program);
  void flush();
  bool flush_in(Search& search);

  std::uint32_t start_state(Search& search, std::size_t at);
  std::uint32_t beginning_state(Search& search, std::uint32_t context);
  /// Adds what `symbol` makes of matches that begin in front of it: to decided_ when nothing else goes on, else to begun_.
  /// Returns kUnknown, or what the search comes to because of them.
  std::uint32_t add_beginnings(Search& search, std::uint32_t context, std::uint32_t symbol, bool is_alone);
  std::uint32_t skip(Search& search, std::size_t& at, std::size_t end);
  std::uint32_t follow(Search& search, std::uint32_t state, std::uint32_t symbol);
  std::uint32_t next_state(Search& search, std::uint32_t state, std::uint32_t symbol);
  Outcome finish(Search& search, std::uint32_t state, std::size_t at);

  /// Adds to `set_` what is reached from `instruction` at `place` without a byte. When `is_decided`, the byte to come is known,
  /// and no assertion waits. Returns true when a match is reached.
  bool reach(const Program& program, OrderedSet& set, std::uint32_t instruction, const Place& place,
             bool is_decided);
  bool must_wait(Assertion assertion, const Place& place) const;
  /// The state of `set_`, made if it is new; kNoState when there is no memory.
  std::uint32_t state_of_set(const Search& search, std::uint32_t context);
  std::uint32_t find_state(std::uint64_t hash, const Search& search, std::uint32_t context);
  std::uint32_t make_state(const Search& search, std::uint32_t context);
  bool is_same_state(std::uint32_t state, const Search& search, std::uint32_t context) const;
  std::size_t symbols(const Search& search) const { return search.program.header().classes + 2; }

  WorkingArray<std::uint32_t> words_;
  std::size_t used_ = 0;
  WorkingArray<std::uint32_t> table_;  ///< States by hash; 0 is none.
  std::size_t state_count_ = 0;
  WorkingArray<Known> known_;
  std::size_t known_count_ = 0;
  OrderedSet set_;
  OrderedSet decided_;
  OrderedSet begun_;
  WorkingArray<std::uint32_t> waiting_;  ///< Instructions still to be looked at by reach().
  WorkingArray<std::uint32_t> saved_;  ///< The state that a search stands in, while all states are forgotten.
};

}  // namespace bulkhead::match::regex
