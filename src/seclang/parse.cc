#include "seclang/parse.h"

#include <string>
#include <string_view>
#include <utility>

#include "lexicon/directive.h"
#include "seclang/context.h"
#include "seclang/draft.h"
#include "seclang/exclusion_reader.h"
#include "seclang/exclusions.h"
#include "seclang/finish.h"
#include "seclang/known_words.h"
#include "seclang/line_reader.h"
#include "seclang/order.h"
#include "seclang/rule_reader.h"
#include "seclang/settings_reader.h"

namespace bulkhead::seclang {

namespace {

using lexicon::Directive;

/// Follows the files and hands each directive to the one who reads it.
class Parser {
 public:
  Parser(FileReader& files, const Limits& limits) : context_(files, limits) {}

  Parsed parse(std::span<const Source> sources);

 private:
  void open_first(Source source);
  void open(Source source, std::size_t depth);
  void read_files();
  void read_line();
  bool closed_words(const Order& order);

  void include(const Order& order);
  void include_file(const std::string& path, const Order& order, std::size_t depth);

  void directive(const Order& order);

  Context context_;
  Draft draft_;
  RuleReader rules_{draft_, context_};
  ExclusionReader exclusions_{draft_.exclusions, context_};
  Line line_;
  /// Files under way and how deep their includes are nested. The last one is read; below it are those that a pattern
  /// named behind it, and the file that included it.
  struct Open {
    LineReader reader;
    std::size_t depth;
  };
  std::vector<Open> open_;
};

Parsed Parser::parse(std::span<const Source> sources) {
  for (const Source& source : sources) {
    open_first(source);
    read_files();
  }
  rules_.expect_chain_closed();
  apply_exclusions(draft_, context_);
  RuleSet rules = finish(std::move(draft_), context_);
  Parsed parsed;
  if (context_.findings.errors() == 0) parsed.rules = std::move(rules);
  parsed.diagnostics = context_.findings.take();
  return parsed;
}

void Parser::open_first(Source source) {
  // Known by its name before it is taken, so that the error of one that is too large has a place.
  const std::uint32_t number = context_.findings.add_file({source.name, {}});
  if (!context_.take_file(source, {number, 0, 0})) return;
  context_.findings.set_text(number, std::move(source.text));
  open_.push_back({LineReader(number, context_), 0});
}

void Parser::open(Source source, std::size_t depth) {
  const std::uint32_t number = context_.findings.add_file(std::move(source));
  open_.push_back({LineReader(number, context_), depth});
}

void Parser::read_files() {
  while (!open_.empty()) {
    if (open_.back().reader.next(line_, context_)) {
      read_line();
    } else {
      open_.pop_back();
    }
  }
}

void Parser::read_line() {
  std::vector<Word> words = split_words(line_);
  if (words.empty()) return;
  Order order;
  order.name = words.front().part;
  order.words.assign(words.begin() + 1, words.end());
  const auto found = lexicon::find_directive(order.name.text());
  if (!found) {
    const auto& known = all_names<Directive, lexicon::kDirectives>();
    context_.unknown(order.name.at(), "directive", order.name.text(), known);
    return;
  }
  order.directive = *found;
  const lexicon::Standing standing = lexicon::standing(*found);
  if (standing.refused()) {
    context_.findings.error(order.name.at(), std::string(lexicon::name(*found)) +
                                                 " is not supported: " + std::string(standing.reason));
    return;
  }
  if (closed_words(order)) directive(order);
}

bool Parser::closed_words(const Order& order) {
  for (const Word& word : order.words) {
    if (word.closed && is_escaped(word.part.text(), word.part.size())) {
      context_.findings.error(word.part.at(word.part.size() - 1), "a backslash at the end escapes nothing");
      return false;
    }
    if (word.closed) continue;
    context_.findings.error(word.part.at(), "the quote that begins here is not closed on its line",
                            "a line goes on in the next one behind a backslash at its end");
    return false;
  }
  return true;
}

void Parser::directive(const Order& order) {
  switch (order.directive) {
    case Directive::kInclude:
    case Directive::kIncludeOptional: return include(order);
    case Directive::kSecRule: return rules_.rule(order);
    case Directive::kSecAction: return rules_.action(order);
    case Directive::kSecDefaultAction: return rules_.default_action(order);
    case Directive::kSecMarker: return rules_.marker(order);
    case Directive::kSecRuleRemoveById: return exclusions_.removal(order, Exclusion::By::kId);
    case Directive::kSecRuleRemoveByTag: return exclusions_.removal(order, Exclusion::By::kTag);
    case Directive::kSecRuleRemoveByMsg: return exclusions_.removal(order, Exclusion::By::kMessage);
    case Directive::kSecRuleUpdateTargetById: return exclusions_.update_targets(order, Exclusion::By::kId);
    case Directive::kSecRuleUpdateTargetByTag: return exclusions_.update_targets(order, Exclusion::By::kTag);
    case Directive::kSecRuleUpdateTargetByMsg:
      return exclusions_.update_targets(order, Exclusion::By::kMessage);
    case Directive::kSecRuleUpdateActionById: return exclusions_.update_actions(order);
    default: return read_setting(order, draft_.settings, context_);
  }
}

void Parser::include(const Order& order) {
  if (!has_words(order, 1, 1, "Include file", context_)) return;
  const Part part = order.words[0].part;
  const bool optional = order.directive == Directive::kIncludeOptional;
  const std::size_t depth = open_.back().depth + 1;
  if (depth > context_.limits.include_depth_max) {
    context_.over_limit(part.at(), "includes too deep", "include_depth_max",
                        context_.limits.include_depth_max, depth);
    return;
  }
  const std::string path = unescaped(part.text());
  if (path.find_first_of("*?[") == std::string::npos) return include_file(path, order, depth);
  const std::vector<std::string> paths =
      context_.files().glob(path, context_.findings.file(part.at().file).name);
  if (paths.empty() && !optional) {
    context_.findings.error(part.at(), "no file is called " + quoted(path),
                            "IncludeOptional takes a pattern that may stand for no file");
  }
  // Opened last to first: the last one opened is read first.
  for (auto one = paths.rbegin(); one != paths.rend(); ++one) include_file(*one, order, depth);
}

void Parser::include_file(const std::string& path, const Order& order, std::size_t depth) {
  const Position at = order.words[0].part.at();
  if (order.directive == Directive::kIncludeOptional) {
    if (auto source = context_.read_optional_file(path, at)) open(std::move(*source), depth);
    return;
  }
  if (auto source = context_.read_file(path, at)) open(std::move(*source), depth);
}

}  // namespace

Parsed parse(std::span<const Source> sources, FileReader& files, const Limits& limits) {
  return Parser(files, limits).parse(sources);
}

}  // namespace bulkhead::seclang
