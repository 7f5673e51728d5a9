#include "program/rules/rule_program.h"

#include <algorithm>

#include "lexicon/spelling.h"

namespace bulkhead::program::rules {

std::uint16_t RuleProgram::tx_slot(std::string_view name) const {
  const auto at =
      std::lower_bound(tx_names_.begin(), tx_names_.end(), name,
                       [this](StringRef ref, std::string_view wanted) { return string(ref) < wanted; });
  if (at == tx_names_.end() || string(*at) != name) return kNone16;
  return static_cast<std::uint16_t>(at - tx_names_.begin());
}

const SourceRecord* RuleProgram::source(lexicon::Variable variable, std::string_view key) const {
  const VariableSources& sources = by_variable_[static_cast<std::size_t>(variable)];
  if (((sources.lengths >> (key.size() % 64)) & 1) == 0) return sources.all;
  for (const SourceRecord& named : sources_.subspan(sources.named_first, sources.named)) {
    if (named.name.bytes == key.size() && lexicon::same_word(string(named.name), key)) return &named;
  }
  return sources.all;
}

}  // namespace bulkhead::program::rules
