#include "match/regex/escape_syntax.h"

#include <optional>
#include <string>

#include "match/regex/named_bytes.h"

namespace bulkhead::match::regex {
namespace {

using Kind = Escape::Kind;
using Read = std::expected<Escape, SyntaxError>;

Escape byte_escape(unsigned value) { return {.kind = Kind::kByte, .byte = static_cast<std::uint8_t>(value)}; }
Escape set_escape(const ByteSet& bytes) { return {.kind = Kind::kSet, .bytes = bytes}; }
Escape assertion_escape(Assertion assertion) { return {.kind = Kind::kAssertion, .assertion = assertion}; }
Escape backtracking(std::string_view reason, bool zero_width = false) {
  return {.kind = Kind::kBacktracking, .zero_width = zero_width, .reason = reason};
}

/// The value of a digit of `base` (8, 10 or 16), or nothing.
std::optional<unsigned> digit(char c, unsigned base) {
  unsigned value = 99;
  if (c >= '0' && c <= '9') value = static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') value = static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') value = static_cast<unsigned>(c - 'A') + 10;
  if (value >= base) return std::nullopt;
  return value;
}

/// Up to `digits_max` digits, from where the reader stands.
unsigned read_number(PatternReader& reader, unsigned base, unsigned digits_max) {
  unsigned value = 0;
  for (unsigned i = 0; i < digits_max && reader.more(); ++i) {
    const auto next = digit(reader.peek(), base);
    if (!next) break;
    value = value * base + *next;
    ++reader.at;
  }
  return value;
}

/// `{…}` behind `\x` or `\o`, the brace taken.
Read read_braced_number(PatternReader& reader, unsigned base) {
  const std::size_t begin = reader.at;
  unsigned value = 0;
  for (; reader.more() && digit(reader.peek(), base); ++reader.at) {
    value = value * base + *digit(reader.peek(), base);
    if (value > 0xff)
      return syntax_error(reader.at,
                          "the number is over 255, and matching is by bytes: write \\x{ff} or less");
  }
  if (reader.at == begin)
    return syntax_error(reader.at, "digits are missing between the braces: write \\x{41} or \\o{101}");
  if (!reader.take('}'))
    return syntax_error(reader.at, "the number has no closing brace: write \\x{41} or \\o{101}");
  return byte_escape(value);
}

/// `\0` to `\377`, its first digit next.
Read read_octal(PatternReader& reader) {
  const unsigned value = read_number(reader, 8, 3);
  if (value > 0xff)
    return syntax_error(reader.at, "the octal number is over \\377, and matching is by bytes");
  return byte_escape(value);
}

/// Digits outside a class: a group that came before, or an octal number.
Read read_digits(PatternReader& reader, std::uint32_t groups_so_far) {
  if (reader.peek() == '0') return read_octal(reader);
  const std::size_t begin = reader.at;
  std::uint32_t number = 0;
  while (digit(reader.peek(), 10) && number < 100'000) {
    number = number * 10 + *digit(reader.peek(), 10);
    ++reader.at;
  }
  if (number < 10 || reader.text[begin] >= '8' || number <= groups_so_far)
    return backtracking("back-reference");
  reader.at = begin;
  return read_octal(reader);
}

Read read_control(PatternReader& reader) {
  if (!reader.more()) return syntax_error(reader.at, "\\c is followed by the letter of a control character");
  const char c = reader.peek();
  if (c < 0x20 || c > 0x7e) return syntax_error(reader.at, "\\c is followed by a printable ASCII character");
  ++reader.at;
  const unsigned upper =
      c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a' + 'A') : static_cast<unsigned>(c);
  return byte_escape(upper ^ 0x40);
}

/// What means the same inside and outside a class; nothing for all else.
std::optional<Read> read_shared(PatternReader& reader, char c) {
  switch (c) {
    case 'a': return byte_escape(0x07);
    case 'e': return byte_escape(0x1b);
    case 'f': return byte_escape(0x0c);
    case 'n': return byte_escape(0x0a);
    case 'r': return byte_escape(0x0d);
    case 't': return byte_escape(0x09);
    case 'c': return read_control(reader);
    case 'x':
      if (reader.take('{')) return read_braced_number(reader, 16);
      return byte_escape(read_number(reader, 16, 2));
    case 'o':
      if (reader.take('{')) return read_braced_number(reader, 8);
      return syntax_error(reader.at, "\\o is followed by a number in braces: write \\o{101}");
    case 'd': return set_escape(kDigitBytes);
    case 'D': return set_escape(~kDigitBytes);
    case 'w': return set_escape(kWordBytes);
    case 'W': return set_escape(~kWordBytes);
    case 's': return set_escape(kSpaceBytes);
    case 'S': return set_escape(~kSpaceBytes);
    case 'h': return set_escape(kHorizontalSpaceBytes);
    case 'H': return set_escape(~kHorizontalSpaceBytes);
    case 'v': return set_escape(kVerticalSpaceBytes);
    case 'V': return set_escape(~kVerticalSpaceBytes);
    case 'p':
    case 'P': return backtracking("Unicode property");
    case 'Q': return Escape{.kind = Kind::kQuote};
    case 'E': return Escape{.kind = Kind::kNothing};
    default: return std::nullopt;
  }
}

bool is_letter_or_digit(char c) { return kWordBytes.contains(static_cast<std::uint8_t>(c)) && c != '_'; }

/// The byte itself, unless it is a letter or digit, which PCRE2 keeps for meanings to come.
Read read_itself(std::size_t offset, char c) {
  if (is_letter_or_digit(c))
    return syntax_error(offset, "there is no such escape: write the letter without the backslash");
  return byte_escape(static_cast<std::uint8_t>(c));
}

}  // namespace

std::unexpected<SyntaxError> syntax_error(std::size_t offset_bytes, std::string_view message) {
  return std::unexpected<SyntaxError>(SyntaxError{offset_bytes, std::string(message)});
}

bool counts_ahead(PatternReader reader) {
  const auto digits = [&reader] {
    const std::size_t begin = reader.at;
    while (digit(reader.peek(), 10)) ++reader.at;
    return reader.at - begin;
  };
  if (!reader.take('{') || digits() == 0) return false;
  if (reader.take(',')) digits();
  return reader.take('}');
}

Read read_escape(PatternReader& reader, std::uint32_t groups_so_far) {
  const std::size_t offset = reader.at++;
  if (!reader.more())
    return syntax_error(offset, "the pattern ends in a backslash: write \\\\ for a backslash");
  const char c = reader.peek();
  if (c >= '0' && c <= '9') return read_digits(reader, groups_so_far);
  ++reader.at;
  if (auto shared = read_shared(reader, c)) return *std::move(shared);
  switch (c) {
    case 'A': return assertion_escape(Assertion::kTextStart);
    case 'z': return assertion_escape(Assertion::kTextEnd);
    case 'Z': return assertion_escape(Assertion::kFinalLineEnd);
    case 'b': return assertion_escape(Assertion::kWordBoundary);
    case 'B': return assertion_escape(Assertion::kNoWordBoundary);
    case 'N':
      // `\N{2}` repeats; `\N{U+41}` and `\N{name}` are of Unicode.
      if (reader.peek() == '{' && !counts_ahead(reader)) {
        return syntax_error(offset, "\\N{…} needs Unicode: write \\x{…}");
      }
      return set_escape(~kNewlineBytes);
    case 'C': return set_escape(ByteSet::all());
    case 'R': return Escape{.kind = Kind::kLineBreak};
    case 'X': return backtracking("Unicode grapheme \\X");
    case 'G': return backtracking("\\G", true);
    case 'K': return backtracking("\\K", true);
    case 'g':
    case 'k': return backtracking("back-reference");
    default: return read_itself(offset, c);
  }
}

Read read_class_escape(PatternReader& reader) {
  const std::size_t offset = reader.at++;
  if (!reader.more())
    return syntax_error(offset, "the pattern ends in a backslash: write \\\\ for a backslash");
  const char c = reader.peek();
  if (c >= '0' && c <= '7') return read_octal(reader);
  ++reader.at;
  if (auto shared = read_shared(reader, c)) return *std::move(shared);
  switch (c) {
    case 'b': return byte_escape(0x08);
    // Read as themselves here, and only here.
    case '8':
    case '9': return byte_escape(static_cast<std::uint8_t>(c));
    case 'g': return backtracking("\\g in a class");
    case 'B':
    case 'N':
    case 'R':
    case 'X':
      return syntax_error(offset, "this escape has no meaning inside [ ]: take it out of the brackets");
    default: return read_itself(offset, c);
  }
}

}  // namespace bulkhead::match::regex
