// Names of TX variables that rules write out, so that each gets a slot.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "program/rules/writer.h"
#include "seclang/rule_set.h"

namespace bulkhead::compile {

/// Ownership  Owns the names.
class TxNames {
 public:
  /// Collects from every target, text and action; "0" to "9" are always there.
  explicit TxNames(const seclang::RuleSet& rules);

  /// kNone16 for a name that no rule writes out. In any case of letters.
  std::uint16_t slot(std::string_view name) const;
  std::size_t size() const { return slots_.size(); }
  void write(program::rules::RuleProgramWriter& writer) const;

 private:
  void take(const seclang::Text& text);
  void take(const seclang::Target& target);
  void take(const seclang::Link& link);
  void take_name(lexicon::Variable collection, const seclang::Text& name);

  std::map<std::string, std::uint16_t, std::less<>> slots_;
};

}  // namespace bulkhead::compile
