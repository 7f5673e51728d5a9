// Patterns that need backtracking, matched by PCRE2 under limits.
//
// Only for what parse() says needs_backtracking() of, or compile() finds too large: all else has a Program, whose time is
// bounded by the text and not by a limit that an attacker can run into.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "match/regex/span.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// Ownership  Owns what PCRE2 allocated. Each worker compiles its own.
/// Threads    match() writes into the object: one thread.
/// Cost       At worst `match_limit` steps of PCRE2, whatever the text; PCRE2's stack grows on the heap up to the heap limit.
/// Errors     compile() fails with kInvalid: the byte offset and PCRE2's words.
class Pcre2Regex {
 public:
  struct Limits {
    std::uint32_t match_limit = 100'000;
    std::uint32_t depth_limit = 10'000;
    std::uint32_t heap_limit_kib = 4'096;
  };
  enum class Outcome : std::uint8_t {
    kMatch,
    kNoMatch,
    kLimit,  ///< Undecided: a limit was reached. The caller decides what that means and counts it.
  };

  static Result<Pcre2Regex> compile(std::string_view pattern, const SyntaxOptions& options,
                                    const Limits& limits);

  Pcre2Regex(Pcre2Regex&&) noexcept;
  Pcre2Regex& operator=(Pcre2Regex&&) noexcept;
  ~Pcre2Regex();

  /// As Matcher::find(); `groups` may be null.
  Outcome match(std::string_view text, std::size_t from, Groups* groups);

  /// False where the system forbids memory that is written and then run; matching then takes PCRE2's slow way.
  bool is_just_in_time() const;

 private:
  struct State;
  explicit Pcre2Regex(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::match::regex
