// Runs compiled patterns over texts: the door to this folder's engines.

#pragma once

#include <cstddef>
#include <string_view>

#include "match/regex/backtracker.h"
#include "match/regex/lazy_dfa.h"
#include "match/regex/pike.h"
#include "match/regex/program.h"
#include "match/regex/span.h"

namespace bulkhead::match::regex {

/// What a worker matches with. It learns: the states of programs that it ran stay for the next text.
///
/// Use matches() where only the answer counts, find() where groups do. Matches are those of PCRE2: of all that begin at the
/// leftmost place, the one that a backtracking matcher comes to first.
///
///     Matcher matcher({.automaton_bytes_max = 16u << 20});
///     if (matcher.matches(program, value)) { Groups groups; matcher.find(program, value, 0, groups); … }
///
/// Ownership  Owns its memory, all of it taken at construction; nothing after that comes from the heap. Addresses space for
///            about `automaton_bytes_max` + 16 MiB, of which only pages that were needed are ever backed.
/// Threads    One thread: each worker has its own.
/// Cost       Every call is O(text × program) at worst, whatever text and pattern. Usually matches() is a table look-up a byte,
///            less where few bytes can begin a match; find() costs a second walk up to the match, and about ten nanoseconds
///            for each byte of the match and each way that was tried.
/// Limits     Texts over kTextBytesMax match nothing: callers cut before.
class Matcher {
 public:
  static constexpr std::size_t kTextBytesMax = std::size_t{1} << 30;

  struct Options {
    std::size_t automaton_bytes_max = std::size_t{16} << 20;
  };
  explicit Matcher(const Options& options);
  Matcher() : Matcher(Options{}) {}

  /// True when `program` matches anywhere in `text`.
  bool matches(const Program& program, std::string_view text);

  /// Finds the first match that begins at `from` or later, and its groups; what stands before `from` is seen by `^` and `\b`.
  /// `groups` is written only when there is a match.
  bool find(const Program& program, std::string_view text, std::size_t from, Groups& groups);

  const LazyDfa& automaton() const { return automaton_; }

 private:
  LazyDfa automaton_;
  Backtracker backtracker_;
  Pike pike_;
};

}  // namespace bulkhead::match::regex
