#include "match/regex/group_syntax.h"

#include "match/regex/named_bytes.h"

namespace bulkhead::match::regex {
namespace {

using Kind = GroupHead::Kind;
using Head = std::expected<GroupHead, SyntaxError>;

constexpr std::size_t kNameBytesMax = 32;

Head read_name(PatternReader& reader, char close, const PlaceOptions& now) {
  const std::size_t begin = reader.at;
  while (reader.more() && kWordBytes.contains(static_cast<std::uint8_t>(reader.peek()))) ++reader.at;
  const std::string_view name = reader.text.substr(begin, reader.at - begin);
  if (name.empty()) return syntax_error(begin, "a name is expected: write (?<name>…)");
  if (kDigitBytes.contains(static_cast<std::uint8_t>(name[0])))
    return syntax_error(begin, "the name of a group begins with a letter or underscore");
  if (name.size() > kNameBytesMax)
    return syntax_error(begin, "the name of a group has at most 32 characters");
  if (!reader.take(close))
    return syntax_error(reader.at, "the name of the group is not closed: write (?<name>…)");
  return GroupHead{.kind = Kind::kCapture, .options = now, .name = name};
}

/// Sets or clears what one option letter stands for; false for a letter that is none.
bool set_option(PlaceOptions& options, PatternReader& reader, char letter, bool value) {
  switch (letter) {
    case 'i': options.caseless = value; return true;
    case 's': options.dot_all = value; return true;
    case 'm': options.multi_line = value; return true;
    case 'n': options.no_auto_capture = value; return true;
    case 'J': options.duplicate_names = value; return true;
    case 'U': options.lazy = value; return true;
    case 'x': {
      const bool twice = reader.take('x');
      options.extended = value;
      options.skip_class_blanks = value && twice;
      return true;
    }
    default: return false;
  }
}

/// `(?i-s)` and `(?i-s:`, behind the question mark.
Head read_options(PatternReader& reader, const PlaceOptions& now) {
  PlaceOptions options = now;
  bool may_clear = true;
  bool value = true;
  if (reader.take('^')) {
    options = {.caseless = false,
               .dot_all = false,
               .multi_line = false,
               .lazy = now.lazy,
               .duplicate_names = now.duplicate_names};
    may_clear = false;
  }
  while (reader.more()) {
    const std::size_t offset = reader.at;
    const char c = reader.text[reader.at++];
    if (c == ')') return GroupHead{.kind = Kind::kOptions, .options = options};
    if (c == ':') return GroupHead{.kind = Kind::kPlain, .options = options};
    if (c == '-') {
      if (!may_clear) return syntax_error(offset, "one hyphen at most, and none after ^: write (?i-s)");
      may_clear = value = false;
    } else if (!set_option(options, reader, c, value)) {
      return syntax_error(offset, "this is no option: i, m, s, x, xx, n, J, U are");
    }
  }
  return syntax_error(reader.at, "the parenthesis is not closed");
}

/// Something in parentheses that stands for a text which only PCRE2 knows.
Head read_reference(PatternReader& reader, std::string_view reason) {
  const std::size_t close = reader.text.find(')', reader.at);
  if (close == std::string_view::npos)
    return syntax_error(reader.text.size(), "the parenthesis is not closed");
  reader.at = close + 1;
  return GroupHead{.kind = Kind::kReference, .reason = reason};
}

Head unknown(std::string_view reason) { return GroupHead{.kind = Kind::kUnknown, .reason = reason}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Behind `(?`.
Head read_special(PatternReader& reader, const PlaceOptions& now) {
  const auto group = [&](Kind kind, std::string_view reason) {
    return GroupHead{.kind = kind, .options = now, .reason = reason};
  };
  if (reader.take("#")) {
    const std::size_t close = reader.text.find(')', reader.at);
    if (close == std::string_view::npos)
      return syntax_error(reader.text.size(), "the comment is not closed: write (?#…)");
    reader.at = close + 1;
    return GroupHead{.kind = Kind::kComment, .options = now};
  }
  if (reader.take("=") || reader.take("!") || reader.take("*")) return group(Kind::kLookAround, "look-ahead");
  if (reader.take("<=") || reader.take("<!") || reader.take("<*"))
    return group(Kind::kLookAround, "look-behind");
  if (reader.take(">")) return group(Kind::kAtomic, {});
  if (reader.take("|")) return group(Kind::kBranchReset, "branch reset group");
  if (reader.take("P<") || reader.take("<")) return read_name(reader, '>', now);
  if (reader.take("'")) return read_name(reader, '\'', now);
  if (reader.take("P=")) return read_reference(reader, "back-reference");
  if (reader.peek() == 'P' && !reader.text.substr(reader.at).starts_with("P>"))
    return syntax_error(reader.at, "(?P is followed by <name>, =name or >name");
  const char c = reader.peek();
  if (c == '(') return unknown("conditional group");
  if (c == 'C') return unknown("callout");
  const bool relative = (c == '+' || c == '-') && is_digit(reader.peek(1));
  if (c == 'R' || c == 'P' || c == '&' || is_digit(c) || relative) return read_reference(reader, "recursion");
  return read_options(reader, now);
}

}  // namespace

Head read_group_head(PatternReader& reader, const PlaceOptions& now) {
  ++reader.at;
  if (reader.take('?')) return read_special(reader, now);
  if (reader.peek() == '*') {
    const char c = reader.peek(1);
    if (c == ':' || kAlphaBytes.contains(static_cast<std::uint8_t>(c))) return unknown("backtracking verb");
  }
  return GroupHead{.kind = now.no_auto_capture ? Kind::kPlain : Kind::kCapture, .options = now};
}

}  // namespace bulkhead::match::regex
