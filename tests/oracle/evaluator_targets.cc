#include <variant>

#include "lexicon/spelling.h"
#include "oracle/evaluator.h"
#include "oracle/operators.h"

namespace bulkhead::oracle {

namespace {

using enum lexicon::Variable;
using lexicon::Ctl;
using lexicon::same_word;
using seclang::SelectorKind;
using seclang::Target;

std::string full_name(lexicon::Variable variable, const std::string& key) {
  std::string out(lexicon::name(variable));
  if (!key.empty() || lexicon::shape(variable) != lexicon::VariableShape::kScalar) out += ":" + key;
  return out;
}

}  // namespace

// What RULE says of the rule that runs: each from the link that says it, looking up the chain.
std::vector<Value> Evaluator::rule_values() {
  std::vector<Value> values = {{"id", std::to_string(rule_->id)}};
  if (!rule_->revision.empty()) values.push_back({"rev", rule_->revision});
  for (std::size_t i = link_ + 1; i-- > 0;) {
    if (!rule_->links[i].severity.has_value()) continue;
    values.push_back({"severity", std::to_string(static_cast<int>(*rule_->links[i].severity))});
    break;
  }
  // A message that names RULE:msg would have no end.
  static int depth = 0;
  if (depth > 0) return values;
  ++depth;
  for (std::size_t i = link_ + 1; i-- > 0;) {
    if (rule_->links[i].log_data.empty()) continue;
    values.push_back({"logdata", filled(rule_->links[i].log_data)});
    break;
  }
  for (std::size_t i = link_ + 1; i-- > 0;) {
    if (rule_->links[i].message.empty()) continue;
    values.push_back({"msg", filled(rule_->links[i].message)});
    break;
  }
  --depth;
  return values;
}

std::vector<Value> Evaluator::all_values(lexicon::Variable variable) {
  if (variable == kRule) return rule_values();
  if (lexicon::life(variable) == lexicon::VariableLife::kRequest) return variables_.of(variable);
  std::vector<Value> values;
  if (const auto* where = store(variable)) {
    for (const auto& [name, value] : *where) values.push_back({name, value});
  }
  return values;
}

bool Evaluator::selects(const Target& target, const Value& value) {
  switch (target.kind) {
    case SelectorKind::kName: return same_word(value.key, filled(target.selector));
    case SelectorKind::kRegex: return !Pattern::of(target.selector.literal(), true).search(value.key).empty();
    default: return true;
  }
}

std::vector<Value> Evaluator::values_of(const Target& target) {
  if (target.variable == kXml) {
    std::vector<http::XmlNamespace> namespaces;
    for (const seclang::Step& step : rule_->links[link_].steps) {
      if (const auto* one = std::get_if<seclang::XmlNamespace>(&step.what)) {
        namespaces.push_back({one->prefix, one->uri});
      }
    }
    return variables_.xpath(target.selector.literal(), namespaces);
  }
  std::vector<Value> selected;
  for (const Value& value : all_values(target.variable)) {
    if (selects(target, value)) selected.push_back(value);
  }
  return selected;
}

bool Evaluator::means(const seclang::Control& control, const seclang::Rule& rule, std::size_t index) {
  switch (control.option) {
    case Ctl::kRuleRemoveTargetById: return control.ids.contains(rule.id);
    case Ctl::kRuleRemoveTargetByTag: return tagged(rule.links[index], control.match);
    case Ctl::kRuleRemoveTargetByMsg: return filled(rule.links[0].message) == control.match;
    default: return false;
  }
}

// A count is left out as a whole, by the name of what it counts.
bool Evaluator::removed_target(const seclang::Rule& rule, std::size_t index, const Target& target) {
  for (const seclang::Control& control : removals_) {
    if (!control.target.has_value() || !means(control, rule, index)) continue;
    const Target& removed = *control.target;
    if (removed.variable == target.variable && removed.kind == target.kind &&
        removed.selector == target.selector) {
      return true;
    }
  }
  return false;
}

bool Evaluator::excluded(const seclang::Rule& rule, std::size_t index, lexicon::Variable variable,
                         const Value& value) {
  for (const Target& target : rule.links[index].targets) {
    if (target.exclusion && target.variable == variable && selects(target, value)) return true;
  }
  for (const seclang::Control& control : removals_) {
    if (!control.target.has_value() || control.target->variable != variable) continue;
    if (means(control, rule, index) && selects(*control.target, value)) return true;
  }
  return false;
}

std::vector<Evaluator::Candidate> Evaluator::candidates(const seclang::Rule& rule, std::size_t index,
                                                        const Target& target) {
  if (target.count) {
    if (removed_target(rule, index, target)) return {};
    std::string name(lexicon::name(target.variable));
    if (target.kind != SelectorKind::kNone) name += ":" + target.selector.spelled();
    return {{name, std::to_string(values_of(target).size())}};
  }
  std::vector<Candidate> found;
  for (const Value& value : values_of(target)) {
    if (excluded(rule, index, target.variable, value)) continue;
    found.push_back({full_name(target.variable, value.key), value.bytes});
  }
  return found;
}

std::string Evaluator::referenced(const seclang::Reference& reference) {
  for (const Value& value : all_values(reference.variable)) {
    if (reference.selector.empty() || same_word(value.key, reference.selector)) return value.bytes;
  }
  return {};
}

std::string Evaluator::filled(const seclang::Text& text) {
  std::string out;
  for (const seclang::Piece& piece : text.pieces) {
    out += piece.reference.has_value() ? referenced(*piece.reference) : piece.literal;
  }
  return out;
}

}  // namespace bulkhead::oracle
