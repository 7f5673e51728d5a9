#include "compile/rules/tx_names.h"

#include <algorithm>

#include "lexicon/spelling.h"

namespace bulkhead::compile {

namespace {

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(), lexicon::lower);
  return folded;
}

}  // namespace

TxNames::TxNames(const seclang::RuleSet& rules) {
  for (char digit = '0'; digit <= '9'; ++digit) slots_.emplace(std::string(1, digit), 0);
  for (const seclang::Rule& rule : rules.rules) {
    take(rule.redirect);
    for (const seclang::Link& link : rule.links) take(link);
  }
  std::uint16_t slot = 0;
  for (auto& entry : slots_) entry.second = slot++;
}

void TxNames::take_name(lexicon::Variable collection, const seclang::Text& name) {
  take(name);
  if (collection == lexicon::Variable::kTx && !name.empty() && !name.has_references())
    slots_.emplace(lower(name.literal()), 0);
}

void TxNames::take(const seclang::Text& text) {
  for (const seclang::Piece& piece : text.pieces) {
    if (!piece.reference.has_value() || piece.reference->variable != lexicon::Variable::kTx) continue;
    if (!piece.reference->selector.empty()) slots_.emplace(lower(piece.reference->selector), 0);
  }
}

void TxNames::take(const seclang::Target& target) {
  if (target.kind == seclang::SelectorKind::kName) take_name(target.variable, target.selector);
}

void TxNames::take(const seclang::Link& link) {
  for (const seclang::Target& target : link.targets) take(target);
  take(link.op.argument);
  take(link.message);
  take(link.log_data);
  for (const seclang::Text& tag : link.tags) take(tag);
  for (const seclang::Step& step : link.steps) {
    if (const auto* set = std::get_if<seclang::SetVar>(&step.what)) {
      take_name(set->collection, set->name);
      take(set->value);
    } else if (const auto* expire = std::get_if<seclang::ExpireVar>(&step.what)) {
      take_name(expire->collection, expire->name);
      take(expire->seconds);
    } else if (const auto* open = std::get_if<seclang::InitCollection>(&step.what)) {
      take(open->key);
    } else if (const auto* env = std::get_if<seclang::SetEnv>(&step.what)) {
      take(env->name);
      take(env->value);
    } else if (const auto* control = std::get_if<seclang::Control>(&step.what);
               control != nullptr && control->target) {
      take(*control->target);
    }
  }
}

std::uint16_t TxNames::slot(std::string_view name) const {
  const auto found = slots_.find(lower(name));
  return found == slots_.end() ? program::rules::kNone16 : found->second;
}

void TxNames::write(program::rules::RuleProgramWriter& writer) const {
  for (const auto& entry : slots_) writer.put(program::rules::Section::kTxNames, writer.intern(entry.first));
}

}  // namespace bulkhead::compile
