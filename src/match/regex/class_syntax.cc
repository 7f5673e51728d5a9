#include "match/regex/class_syntax.h"

#include <optional>

#include "match/regex/named_bytes.h"

namespace bulkhead::match::regex {
namespace {

using Done = std::expected<void, SyntaxError>;

constexpr std::string_view kBadRange =
    "a range runs from byte to byte: write the hyphen last, or as \\-, when it stands for itself";

/// Where the terminator of a POSIX name stands, looking from behind its "[:".
std::optional<std::size_t> posix_end(const PatternReader& reader) {
  const char mark = reader.peek(1);
  if (reader.peek() != '[' || (mark != ':' && mark != '.' && mark != '=')) return std::nullopt;
  for (std::size_t at = reader.at + 2; at + 1 < reader.text.size(); ++at) {
    const char c = reader.text[at];
    const char next = reader.text[at + 1];
    if (c == '\\' && (next == ']' || next == '\\')) {
      ++at;
    } else if ((c == '[' && next == mark) || c == ']') {
      return std::nullopt;
    } else if (c == mark && next == ']') {
      return at;
    }
  }
  return std::nullopt;
}

class ClassReader {
 public:
  ClassReader(PatternReader& reader, const ClassOptions& options) : reader_(reader), options_(options) {}

  std::expected<BracketClass, SyntaxError> read() {
    const std::size_t open = reader_.at++;
    skip_empty();
    const bool negated = reader_.take('^');
    skip_empty();
    if (reader_.peek() == ']') {
      if (const Done done = literal(); !done) return std::unexpected(done.error());
    }
    for (;;) {
      skip_empty();
      if (!reader_.more()) return syntax_error(open, "the class has no closing bracket: write ] behind it");
      if (!quoted_ && reader_.take(']')) break;
      if (const Done done = item(); !done) return std::unexpected(done.error());
    }
    if (range_open_) class_.bytes.insert('-');
    return finish(negated);
  }

 private:
  BracketClass finish(bool negated) {
    if (!class_.backtracking_reason.empty()) {
      class_.bytes = ByteSet::all();
      return class_;
    }
    if (options_.caseless) class_.bytes = both_cases(class_.bytes);
    if (negated) class_.bytes = ~class_.bytes;
    return class_;
  }

  /// Passes what says nothing: the borders of quoted parts, and blanks under (?xx).
  void skip_empty() {
    for (bool again = true; again;) {
      again = false;
      if (!quoted_ && reader_.take("\\Q")) again = quoted_ = true;
      if (reader_.take("\\E")) {
        quoted_ = false;
        again = true;
      }
      if (!quoted_ && options_.skip_blanks && (reader_.take(' ') || reader_.take('\t'))) again = true;
    }
  }

  Done item() {
    if (quoted_) return literal();
    if (const auto end = posix_end(reader_)) return posix(*end);
    if (reader_.peek() == '\\') return escape();
    if (reader_.peek() == '-' && last_ && !range_open_) {
      ++reader_.at;
      range_open_ = true;
      return {};
    }
    return literal();
  }

  Done literal() {
    const std::size_t offset = reader_.at;
    return add(static_cast<std::uint8_t>(reader_.text[reader_.at++]), offset);
  }

  Done escape() {
    const std::size_t offset = reader_.at;
    const auto escape = read_class_escape(reader_);
    if (!escape) return std::unexpected(escape.error());
    switch (escape->kind) {
      case Escape::Kind::kByte: return add(escape->byte, offset);
      case Escape::Kind::kSet: return add_set(escape->bytes, offset);
      default: class_.backtracking_reason = escape->reason; return add_set({}, offset);
    }
  }

  Done posix(std::size_t end) {
    const std::size_t offset = reader_.at;
    if (reader_.peek(1) != ':')
      return syntax_error(offset, "collating elements [. .] and [= =] are not known: write the bytes");
    std::string_view name = reader_.text.substr(offset + 2, end - offset - 2);
    const bool negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    const auto bytes = posix_bytes(name, options_.caseless);
    if (!bytes)
      return syntax_error(offset + 2, "there is no such class: write [:alpha:], [:digit:], [:space:], …");
    reader_.at = end + 2;
    return add_set(negated ? ~*bytes : *bytes, offset);
  }

  /// A byte on its own, the beginning of a range, or its end.
  Done add(std::uint8_t byte, std::size_t offset) {
    if (!range_open_) {
      class_.bytes.insert(byte);
      last_ = byte;
      return {};
    }
    if (byte < *last_) return syntax_error(offset, "the range runs backwards: write the smaller byte first");
    class_.bytes |= ByteSet::range(*last_, byte);
    last_.reset();
    range_open_ = false;
    return {};
  }

  Done add_set(const ByteSet& bytes, std::size_t offset) {
    if (range_open_) return syntax_error(offset, kBadRange);
    if (reader_.peek() == '-' && reader_.peek(1) != ']' && reader_.at + 1 < reader_.text.size())
      return syntax_error(reader_.at, kBadRange);
    class_.bytes |= bytes;
    last_.reset();
    return {};
  }

  PatternReader& reader_;
  const ClassOptions& options_;
  BracketClass class_;
  // The byte that a hyphen would make the beginning of a range.
  std::optional<std::uint8_t> last_;
  bool range_open_ = false;
  bool quoted_ = false;
};

}  // namespace

bool is_posix_name(const PatternReader& reader) { return posix_end(reader).has_value(); }

std::expected<BracketClass, SyntaxError> read_class(PatternReader& reader, const ClassOptions& options) {
  return ClassReader(reader, options).read();
}

}  // namespace bulkhead::match::regex
