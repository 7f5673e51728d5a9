#include "match/regex/syntax.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "match/regex/class_syntax.h"
#include "match/regex/escape_syntax.h"
#include "match/regex/group_syntax.h"
#include "match/regex/named_bytes.h"
#include "match/regex/possessive.h"
#include "match/regex/tree_builder.h"

namespace bulkhead::match::regex {
namespace {

using Done = std::expected<void, SyntaxError>;
using Times = TreeBuilder::Times;

constexpr std::uint32_t kPcre2RepeatMax = 65'535;

/// A group that is open, and what was read of it.
struct OpenGroup {
  GroupHead::Kind kind = GroupHead::Kind::kPlain;
  std::uint16_t number = 0;
  std::size_t offset = 0;
  /// What holds again behind it.
  PlaceOptions outside{};
  std::vector<std::uint32_t> branches{};
  /// The branch that is being read.
  std::vector<std::uint32_t> items{};
};

class Parser {
  /// What a quantifier that comes next would stand behind.
  enum class Last : std::uint8_t { kOther, kItem, kRepeat };

  /// The latest repeat, which the next sign may still make lazy or possessive.
  struct Repeated {
    std::uint32_t node = 0;
    Times times{};
    std::size_t offset = 0;
  };

 public:
  Parser(std::string_view pattern, const SyntaxOptions& options) : reader_{pattern}, tree_(syntax_) {
    now_.caseless = options.caseless;
    now_.dot_all = options.dot_all;
    now_.multi_line = options.multi_line;
  }

  std::expected<Syntax, SyntaxError> read() {
    open_.push_back({});
    while (reader_.more() && !stopped_) {
      if (const Done done = step(); !done) return std::unexpected(done.error());
    }
    if (stopped_) return wide_open();
    if (open_.size() > 1)
      return syntax_error(
          open_.back().offset,
          "the parenthesis is not closed: write ) behind the group, or \\( for a parenthesis");
    syntax_.root = close_branches();
    if (!syntax_.needs_backtracking() && possessive_offset_ && !possessives_are_greedy(syntax_))
      need_backtracking("possessive or atomic part", *possessive_offset_);
    return std::move(syntax_);
  }

 private:
  OpenGroup& group() { return open_.back(); }

  void need_backtracking(std::string_view reason, std::size_t offset) {
    if (syntax_.needs_backtracking()) return;
    syntax_.backtracking_reason = reason;
    syntax_.backtracking_offset_bytes = offset;
  }

  /// What stands where reading ended is known to PCRE2 alone: any text may match.
  Syntax wide_open() {
    syntax_.root = tree_.anything();
    return std::move(syntax_);
  }

  Done step() {
    if (quoted_) {
      if (reader_.take("\\E"))
        quoted_ = false;
      else
        literal();
      return {};
    }
    if (now_.extended && skip_extended()) return {};
    switch (reader_.peek()) {
      case '\\': return escape();
      case '[': return bracket_class();
      case '(': return open_group();
      case ')': return close_group();
      case '|':
        ++reader_.at;
        next_branch();
        return {};
      case '^':
        ++reader_.at;
        zero_width(tree_.assertion(now_.multi_line ? Assertion::kLineStart : Assertion::kTextStart));
        return {};
      case '$':
        ++reader_.at;
        zero_width(tree_.assertion(now_.multi_line ? Assertion::kLineEnd : Assertion::kFinalLineEnd));
        return {};
      case '.':
        ++reader_.at;
        item(tree_.bytes(now_.dot_all ? ByteSet::all() : ~kNewlineBytes));
        return {};
      case '*':
      case '+':
      case '?': return quantifier();
      case '{':
        if (counts_ahead(reader_)) return quantifier();
        literal();
        return {};
      default: literal(); return {};
    }
  }

  /// Passes a blank or a comment of `(?x)`.
  bool skip_extended() {
    const char c = reader_.peek();
    if (kSpaceBytes.contains(static_cast<std::uint8_t>(c))) {
      ++reader_.at;
      return true;
    }
    if (c != '#') return false;
    const std::size_t end = reader_.text.find('\n', reader_.at);
    reader_.at = end == std::string_view::npos ? reader_.text.size() : end + 1;
    return true;
  }

  void item(std::uint32_t node) {
    group().items.push_back(node);
    last_ = Last::kItem;
  }
  void zero_width(std::uint32_t node) {
    group().items.push_back(node);
    last_ = Last::kOther;
  }
  void byte(std::uint8_t value) {
    const ByteSet one = ByteSet::range(value, value);
    item(tree_.bytes(now_.caseless ? both_cases(one) : one));
  }
  void literal() { byte(static_cast<std::uint8_t>(reader_.text[reader_.at++])); }

  Done escape() {
    const std::size_t offset = reader_.at;
    const auto escape = read_escape(reader_, syntax_.groups);
    if (!escape) return std::unexpected(escape.error());
    switch (escape->kind) {
      case Escape::Kind::kByte: byte(escape->byte); break;
      case Escape::Kind::kSet: item(tree_.bytes(escape->bytes)); break;
      case Escape::Kind::kAssertion: zero_width(tree_.assertion(escape->assertion)); break;
      case Escape::Kind::kLineBreak:
        item(tree_.line_break());
        possessive_at(offset);
        break;
      case Escape::Kind::kQuote: quoted_ = true; break;
      case Escape::Kind::kNothing: break;
      case Escape::Kind::kBacktracking: backtracking(*escape, offset); break;
    }
    return {};
  }

  void backtracking(const Escape& escape, std::size_t offset) {
    need_backtracking(escape.reason, offset);
    if (escape.zero_width) return zero_width(tree_.empty());
    // The braces or quotes of a name are read as if they were text, which could be wrong: any text stands for the rest.
    const char next = reader_.peek();
    if (next == '{' || next == '<' || next == '\'') stopped_ = true;
    item(tree_.anything());
  }

  Done bracket_class() {
    const std::size_t offset = reader_.at;
    // The borders of words, in the spelling of old BSD.
    if (reader_.take("[[:<:]]") || reader_.take("[[:>:]]")) {
      need_backtracking("word border [[:<:]]", offset);
      item(tree_.empty());
      return {};
    }
    if (is_posix_name(reader_))
      return syntax_error(offset, "a named class stands inside brackets: write [[:alpha:]]");
    const auto read = read_class(reader_, {.caseless = now_.caseless, .skip_blanks = now_.skip_class_blanks});
    if (!read) return std::unexpected(read.error());
    if (!read->backtracking_reason.empty()) need_backtracking(read->backtracking_reason, offset);
    item(tree_.bytes(read->bytes));
    return {};
  }

  Done open_group() {
    const std::size_t offset = reader_.at;
    const auto head = read_group_head(reader_, now_);
    if (!head) return std::unexpected(head.error());
    if (!head->reason.empty()) need_backtracking(head->reason, offset);
    switch (head->kind) {
      case GroupHead::Kind::kComment: return {};
      case GroupHead::Kind::kReference: item(tree_.anything()); return {};
      case GroupHead::Kind::kUnknown: stopped_ = true; return {};
      case GroupHead::Kind::kOptions:
        now_ = head->options;
        last_ = Last::kOther;
        return {};
      default: break;
    }
    if (open_.size() > Syntax::kNestingMax)
      return syntax_error(offset, "groups are nested more than 250 deep: nest fewer");
    OpenGroup group{.kind = head->kind, .offset = offset, .outside = now_};
    if (head->kind == GroupHead::Kind::kCapture) {
      if (const Done done = note_name(head->name, offset); !done) return done;
      if (syntax_.groups == Syntax::kGroupsMax)
        return syntax_error(offset, "there are more than 1000 groups: write (?:…) where none is needed");
      group.number = ++syntax_.groups;
    }
    now_ = head->options;
    open_.push_back(std::move(group));
    last_ = Last::kOther;
    return {};
  }

  Done note_name(std::string_view name, std::size_t offset) {
    if (name.empty()) return {};
    if (std::ranges::find(names_, name) != names_.end() && !now_.duplicate_names)
      return syntax_error(offset, "two groups have the same name: give each its own");
    names_.push_back(name);
    return {};
  }

  void next_branch() {
    OpenGroup& open = group();
    open.branches.push_back(tree_.concat(open.items));
    open.items.clear();
    last_ = Last::kOther;
  }

  std::uint32_t close_branches() {
    next_branch();
    return tree_.alternate(group().branches);
  }

  Done close_group() {
    if (open_.size() == 1)
      return syntax_error(reader_.at, "nothing is open here: write \\) for a parenthesis");
    ++reader_.at;
    std::uint32_t node = close_branches();
    const OpenGroup closed = std::move(open_.back());
    open_.pop_back();
    now_ = closed.outside;
    switch (closed.kind) {
      case GroupHead::Kind::kCapture: node = tree_.group(node, closed.number); break;
      case GroupHead::Kind::kLookAround: node = tree_.empty(); break;
      case GroupHead::Kind::kAtomic: atomic(node, closed.offset); break;
      default: break;
    }
    item(node);
    return {};
  }

  /// `(?>…)` around a repeated byte class is that class, possessive; around a single byte it says nothing.
  void atomic(std::uint32_t node, std::size_t offset) {
    Node& body = syntax_.nodes[node];
    if (body.kind == NodeKind::kBytes || body.kind == NodeKind::kEmpty) return;
    if (body.kind == NodeKind::kRepeat && body.greedy && syntax_.child(body, 0).kind == NodeKind::kBytes) {
      body.possessive = true;
      return possessive_at(offset);
    }
    need_backtracking("atomic group", offset);
  }

  void possessive_at(std::size_t offset) {
    if (!possessive_offset_) possessive_offset_ = offset;
  }

  std::uint32_t read_count() {
    std::uint32_t value = 0;
    for (; reader_.peek() >= '0' && reader_.peek() <= '9'; ++reader_.at)
      value = std::min(value * 10 + static_cast<std::uint32_t>(reader_.peek() - '0'), kPcre2RepeatMax + 1);
    return value;
  }

  Times read_times() {
    const char c = reader_.text[reader_.at++];
    if (c == '*') return {.min = 0, .max = Node::kNoMax};
    if (c == '+') return {.min = 1, .max = Node::kNoMax};
    if (c == '?') return {.min = 0, .max = 1};
    Times times;
    times.min = times.max = read_count();
    if (reader_.take(',')) times.max = reader_.peek() == '}' ? Node::kNoMax : read_count();
    ++reader_.at;
    return times;
  }

  Done quantifier() {
    const std::size_t offset = reader_.at;
    if (last_ == Last::kRepeat && (reader_.peek() == '?' || reader_.peek() == '+')) {
      modify_repeat();
      return {};
    }
    if (last_ != Last::kItem)
      return syntax_error(offset,
                          "there is nothing here to repeat: write a backslash before the sign itself");
    Times times = read_times();
    if (times.min > kPcre2RepeatMax || (times.max > kPcre2RepeatMax && times.max != Node::kNoMax))
      return syntax_error(offset, "the count is over 65535: write a smaller one");
    if (times.max < times.min)
      return syntax_error(offset, "the counts are out of order: write the smaller one first");
    if (times.min > Syntax::kRepeatMax || (times.max > Syntax::kRepeatMax && times.max != Node::kNoMax)) {
      need_backtracking("a count over 1000", offset);
      times.min = std::min(times.min, Syntax::kRepeatMax);
      times.max = Node::kNoMax;
    }
    times.greedy = !now_.lazy;
    repeated_ = {group().items.back(), times, offset};
    group().items.back() = tree_.repeat(repeated_.node, times);
    last_ = Last::kRepeat;
    return {};
  }

  /// `?` or `+` behind a quantifier, perhaps with what says nothing in between.
  void modify_repeat() {
    Times times = repeated_.times;
    if (reader_.take('+')) {
      times.possessive = true;
      times.greedy = true;
      possessive_at(repeated_.offset);
    } else {
      ++reader_.at;
      times.greedy = !times.greedy;
    }
    group().items.back() = tree_.repeat(repeated_.node, times);
    last_ = Last::kOther;
  }

  PatternReader reader_;
  Syntax syntax_;
  TreeBuilder tree_;
  PlaceOptions now_;
  std::vector<OpenGroup> open_;
  std::vector<std::string_view> names_;
  std::optional<std::size_t> possessive_offset_;
  Last last_ = Last::kOther;
  Repeated repeated_;
  bool quoted_ = false;
  bool stopped_ = false;
};

}  // namespace

std::expected<Syntax, SyntaxError> parse(std::string_view pattern, const SyntaxOptions& options) {
  if (pattern.size() > Syntax::kPatternBytesMax)
    return syntax_error(Syntax::kPatternBytesMax, "the pattern is longer than 65536 bytes: split the rule");
  return Parser(pattern, options).read();
}

}  // namespace bulkhead::match::regex
