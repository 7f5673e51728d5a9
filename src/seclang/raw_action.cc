#include "seclang/raw_action.h"

#include <algorithm>
#include <string>

#include "seclang/known_words.h"

namespace bulkhead::seclang {

namespace {

class Splitter {
 public:
  Splitter(Part list, Context& context) : list_(list), text_(list.text()), context_(context) {}

  std::vector<RawAction> all();

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  void next();
  Part value();
  Part quoted_value(std::size_t from);
  void plain_value();
  void keep(RawAction action);
  bool known(RawAction& action);
  bool well_formed(const RawAction& action);

  Part list_;
  std::string_view text_;
  Context& context_;
  std::size_t at_ = 0;
  std::vector<RawAction> actions_;
};

std::vector<RawAction> Splitter::all() {
  std::size_t items = 0;
  while (true) {
    skip_blanks();
    if (at_ == text_.size()) return std::move(actions_);
    if (++items > context_.limits.actions_max) {
      context_.over_limit(list_.at(at_), "too many actions", "actions_max", context_.limits.actions_max,
                          items);
      return std::move(actions_);
    }
    next();
    skip_blanks();
    if (at_ == text_.size()) return std::move(actions_);
    if (text_[at_] != ',') {
      context_.findings.error(list_.at(at_), "expected a comma between actions");
      at_ = std::min(text_.find(',', at_), text_.size());
    }
    if (at_ < text_.size()) ++at_;
  }
}

void Splitter::next() {
  RawAction action;
  const std::size_t from = at_;
  while (at_ < text_.size() && text_[at_] != ':' && text_[at_] != ',' && !is_blank(text_[at_])) ++at_;
  action.name = list_.sub(from, at_ - from);
  if (at_ < text_.size() && text_[at_] == ':') {
    ++at_;
    action.has_value = true;
    action.value = value();
  }
  if (action.name.empty()) {
    context_.findings.error(list_.at(from), "expected an action");
    return;
  }
  if (known(action) && well_formed(action)) actions_.push_back(action);
}

Part Splitter::value() {
  skip_blanks();
  const std::size_t from = at_;
  if (from < text_.size() && text_[from] == '\'') return quoted_value(from);
  plain_value();
  return list_.sub(from, at_ - from).trimmed();
}

/// `'…'` from its opening quote on.
Part Splitter::quoted_value(std::size_t from) {
  const std::size_t end = find_unescaped(text_, '\'', from + 1);
  if (end == std::string_view::npos) {
    context_.findings.error(list_.at(from), "the quote of this value is not closed");
    at_ = text_.size();
    return list_.sub(from + 1);
  }
  at_ = end + 1;
  return list_.sub(from + 1, end - from - 1);
}

/// Up to the next comma; one in quotes behind = or a colon, as in initcol:ip='a,b', does not end it.
void Splitter::plain_value() {
  bool quoted = false;
  bool escaped = false;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '\'' && !escaped && (quoted || text_[at_ - 1] == '=' || text_[at_ - 1] == ':')) {
      quoted = !quoted && find_unescaped(text_, '\'', at_ + 1) != std::string_view::npos;
    }
    if (c == ',' && !quoted && !escaped) return;
    escaped = c == '\\' && !escaped;
  }
}

bool Splitter::known(RawAction& action) {
  const std::string_view word = action.name.text();
  const auto found = lexicon::find_action(word);
  if (!found) {
    const auto& names = all_names<lexicon::Action, lexicon::kActions>();
    context_.unknown(action.name.at(), "action", word, names);
    return false;
  }
  action.action = *found;
  const lexicon::Standing standing = lexicon::standing(*found);
  if (standing.refused()) {
    context_.findings.error(action.name.at(), std::string(lexicon::name(*found)) +
                                                  " is not supported: " + std::string(standing.reason));
    return false;
  }
  return true;
}

bool Splitter::well_formed(const RawAction& action) {
  const lexicon::ActionArgument argument = lexicon::argument(action.action);
  const std::string name(lexicon::name(action.action));
  if (argument == lexicon::ActionArgument::kRequired && action.value.empty()) {
    context_.findings.error(action.name.at(), name + " needs a value: " + name + ":…");
    return false;
  }
  if (argument == lexicon::ActionArgument::kNone && action.has_value) {
    context_.findings.error(action.name.at(), name + " takes no value");
    return false;
  }
  if (is_escaped(action.value.text(), action.value.size())) {
    context_.findings.error(action.value.at(action.value.size() - 1),
                            "a backslash at the end escapes nothing");
    return false;
  }
  return true;
}

}  // namespace

std::vector<RawAction> split_actions(Part list, Context& context) { return Splitter(list, context).all(); }

}  // namespace bulkhead::seclang
