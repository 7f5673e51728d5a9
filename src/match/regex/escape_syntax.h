// What a backslash and its followers mean, outside and inside a bracket class. For this folder only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "base/byte_set.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// A pattern and how far it is read.
struct PatternReader {
  std::string_view text;
  std::size_t at = 0;

  bool more() const { return at < text.size(); }
  /// The byte to come; 0 at the end (compare with more() where a zero byte counts).
  char peek(std::size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
  bool take(char c) {
    if (!more() || text[at] != c) return false;
    ++at;
    return true;
  }
  bool take(std::string_view words) {
    if (!text.substr(at).starts_with(words)) return false;
    at += words.size();
    return true;
  }
};

/// True when what comes is `{n}`, `{n,}` or `{n,m}`; any other brace is text.
bool counts_ahead(PatternReader reader);

struct Escape {
  enum class Kind : std::uint8_t {
    kByte,          ///< `byte`
    kSet,           ///< One of `bytes`.
    kAssertion,     ///< `assertion`
    kLineBreak,     ///< `\R`
    kQuote,         ///< `\Q`
    kNothing,       ///< `\E` on its own.
    kBacktracking,  ///< What linear matching cannot; `reason`. Zero-width if `zero_width`, else any text.
  };
  Kind kind = Kind::kByte;
  std::uint8_t byte = 0;
  Assertion assertion = Assertion::kLineStart;
  bool zero_width = false;
  ByteSet bytes{};
  std::string_view reason{};
};

/// Reads the escape whose backslash is next. `groups_so_far` decides whether `\10` is a group or an octal number.
std::expected<Escape, SyntaxError> read_escape(PatternReader& reader, std::uint32_t groups_so_far);

/// The same inside `[…]`. Never kAssertion or kLineBreak.
std::expected<Escape, SyntaxError> read_class_escape(PatternReader& reader);

std::unexpected<SyntaxError> syntax_error(std::size_t offset_bytes, std::string_view message);

}  // namespace bulkhead::match::regex
