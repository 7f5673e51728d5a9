// What the parts of the compiler share while one rule program is made.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compile/rules/tx_names.h"
#include "match/regex/syntax.h"
#include "program/rules/writer.h"
#include "seclang/diagnostic.h"
#include "seclang/rule_set.h"

namespace bulkhead::compile {

/// A pattern, read and put into the program.
struct BuiltPattern {
  match::regex::Syntax syntax;
  std::uint32_t blob = program::rules::kNone;
};

/// Ownership  Owns the program that grows; borrows the rules.
class Build {
 public:
  explicit Build(const seclang::RuleSet& rules) : rules_(rules), tx_(rules) {
    nodes_.push_back({});
    // Template 0 is the empty text.
    writer.put(program::rules::Section::kTemplates, program::rules::TemplateRecord{});
  }

  program::rules::RuleProgramWriter writer;

  const seclang::RuleSet& rules() const { return rules_; }
  const TxNames& tx() const { return tx_; }

  void error(const seclang::Position& position, std::string message);
  const std::vector<seclang::Diagnostic>& diagnostics() const { return diagnostics_; }
  bool failed() const { return !diagnostics_.empty(); }

  /// A text as template; kNone for an empty one.
  std::uint32_t put_text(const seclang::Text& text);
  /// A target's record; `flags` are added.
  program::rules::TargetRecord target(const seclang::Target& target, const seclang::Link& link,
                                      std::uint8_t flags);
  /// Nothing after an error, which was noted.
  std::optional<BuiltPattern> pattern(const std::string& text, bool caseless,
                                      const seclang::Position& position);
  /// The node of a chain of transformations.
  std::uint16_t node(const std::vector<lexicon::Transformation>& chain);
  /// Every node on the way to `node`, itself included.
  std::vector<std::uint16_t> way_to(std::uint16_t node) const;
  const std::vector<program::rules::NodeRecord>& nodes() const { return nodes_; }

 private:
  const seclang::RuleSet& rules_;
  TxNames tx_;
  std::vector<seclang::Diagnostic> diagnostics_;
  std::vector<program::rules::NodeRecord> nodes_;
  std::map<std::pair<std::uint16_t, lexicon::Transformation>, std::uint16_t> node_of_;
  std::map<std::string, std::uint32_t> texts_;
};

}  // namespace bulkhead::compile
