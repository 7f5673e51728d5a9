#include "seclang/target_reader.h"

#include <utility>

#include "seclang/text_reader.h"

namespace bulkhead::seclang {

namespace {

bool is_separator(char c) { return c == '|' || c == ','; }
bool ends_member(std::string_view text, std::size_t at) {
  return at >= text.size() || is_separator(text[at]) || is_blank(text[at]);
}

/// Where the member that begins at `from` has its end, seen from the first byte of its selector.
std::size_t member_end(std::string_view text, std::size_t from) {
  while (!ends_member(text, from)) ++from;
  return from;
}

/// The end of the pattern whose opening slash is at `from`: its closing slash, which a separator or the end follows.
std::size_t pattern_end(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while ((at = find_unescaped(text, '/', at + 1)) != std::string_view::npos) {
    if (ends_member(text, at + 1)) return at;
  }
  return std::string_view::npos;
}

class TargetReader {
 public:
  TargetReader(Part list, Context& context) : list_(list), text_(list.text()), context_(context) {}

  std::vector<Target> all();
  std::optional<Target> single();

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  void skip_member() { at_ = member_end(text_, at_); }
  std::optional<Target> member();
  bool selector(Target& target);
  bool quoted_selector(Target& target, std::string_view quote);
  void set_selector(Target& target, Part part);

  Part list_;
  std::string_view text_;
  Context& context_;
  std::size_t at_ = 0;
  bool no_pattern_ends_ = false;  ///< From here to the end of the list none does: not to be looked for again.
};

std::vector<Target> TargetReader::all() {
  std::vector<Target> targets;
  std::size_t members = 0;
  while (true) {
    skip_blanks();
    if (++members > context_.limits.variables_max) {
      context_.over_limit(list_.at(at_), "too many variables", "variables_max", context_.limits.variables_max,
                          members);
      return targets;
    }
    if (auto target = member()) {
      targets.push_back(std::move(*target));
    } else {
      skip_member();
    }
    skip_blanks();
    if (at_ == text_.size()) return targets;
    if (!is_separator(text_[at_])) {
      context_.findings.error(list_.at(at_), "expected | between variables");
      return targets;
    }
    ++at_;
  }
}

std::optional<Target> TargetReader::single() {
  if (!text_.empty() && (text_[0] == '!' || text_[0] == '&')) {
    context_.findings.error(list_.at(), "expected the name of a variable");
    return std::nullopt;
  }
  auto target = member();
  if (target && at_ != text_.size()) {
    context_.findings.error(list_.at(at_), "expected one variable only");
    return std::nullopt;
  }
  return target;
}

std::optional<Target> TargetReader::member() {
  Target target;
  target.position = list_.at(at_);
  if (at_ < text_.size() && (text_[at_] == '!' || text_[at_] == '&')) {
    target.exclusion = text_[at_] == '!';
    target.count = text_[at_] == '&';
    ++at_;
    skip_blanks();
  }
  const std::size_t name_size = variable_name_size(text_.substr(at_));
  if (name_size == 0) {
    context_.findings.error(list_.at(at_), "expected the name of a variable");
    return std::nullopt;
  }
  const auto variable = read_variable_name(list_.sub(at_, name_size), context_);
  const std::size_t name_at = std::exchange(at_, at_ + name_size);
  if (variable) target.variable = *variable;
  if (at_ < text_.size() && (text_[at_] == ':' || text_[at_] == '.')) {
    ++at_;
    if (!variable) {  // Passed over as a whole, so that what is in a pattern is not taken for variables.
      Target unknown;
      unknown.variable = lexicon::Variable::kTx;
      selector(unknown);
      return std::nullopt;
    }
    if (!selector(target)) return std::nullopt;
  } else if (variable && lexicon::shape(*variable) == lexicon::VariableShape::kSelected) {
    context_.findings.error(list_.at(name_at), std::string(lexicon::name(*variable)) + " needs a selector",
                            *variable == lexicon::Variable::kXml ? "XML:/* is all of its text" : "");
    return std::nullopt;
  }
  if (!variable) return std::nullopt;
  return target;
}

bool TargetReader::selector(Target& target) {
  const std::size_t from = at_;
  if (lexicon::shape(target.variable) == lexicon::VariableShape::kScalar) {
    context_.findings.error(
        list_.at(from), std::string(lexicon::name(target.variable)) + " is one value and takes no selector");
    return false;
  }
  // Within a value that stands in quotes itself, those of a selector have a backslash.
  for (const std::string_view quote : {"'", "\\'"}) {
    if (text_.substr(from).starts_with(quote)) return quoted_selector(target, quote);
  }
  at_ = member_end(text_, from);
  if (target.variable != lexicon::Variable::kXml && text_.substr(from).starts_with('/') &&
      !no_pattern_ends_) {
    const std::size_t end = pattern_end(text_, from);
    no_pattern_ends_ = end == std::string_view::npos;
    if (!no_pattern_ends_) at_ = end + 1;
  }
  set_selector(target, list_.sub(from, at_ - from));
  if (!target.selector.empty()) return true;
  context_.findings.error(list_.at(from), "a selector is missing behind the colon");
  return false;
}

bool TargetReader::quoted_selector(Target& target, std::string_view quote) {
  const std::size_t from = at_ + quote.size();
  const std::size_t end = quote.size() == 1 ? find_unescaped(text_, '\'', from) : text_.find(quote, from);
  if (end == std::string_view::npos) {
    context_.findings.error(list_.at(at_), "the quote of this selector is not closed");
    at_ = text_.size();
    return false;
  }
  const Position at = list_.at(at_);
  at_ = end + quote.size();
  set_selector(target, list_.sub(from, end - from));
  if (!target.selector.empty()) return true;
  context_.findings.error(at, "a selector is missing between the quotes");
  return false;
}

void TargetReader::set_selector(Target& target, Part part) {
  const std::string_view text = part.text();
  if (target.variable == lexicon::Variable::kXml) {
    target.kind = SelectorKind::kXPath;
    target.selector = plain_text(part);
  } else if (text.size() >= 2 && text.front() == '/' && text.back() == '/') {
    target.kind = SelectorKind::kRegex;
    target.selector = plain_text(part.sub(1, text.size() - 2));
    if (part.size() - 2 > context_.limits.pattern_bytes_max) {
      context_.over_limit(part.at(), "pattern too long", "pattern_bytes_max",
                          context_.limits.pattern_bytes_max, part.size() - 2);
    }
  } else {
    target.kind = SelectorKind::kName;
    target.selector = is_writable(target.variable) ? read_text(part, context_) : plain_text(part);
  }
}

}  // namespace

std::vector<Target> read_targets(Part list, Context& context) { return TargetReader(list, context).all(); }

std::optional<Target> read_target(Part member, Context& context) {
  return TargetReader(member, context).single();
}

}  // namespace bulkhead::seclang
