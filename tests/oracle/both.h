// A rule set in both engines: the oracle, and the one that serves requests.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "inspect/engine.h"
#include "inspect/local_collections.h"
#include "oracle/evaluator.h"
#include "oracle/exchange.h"
#include "oracle/outcome.h"
#include "program/rules/rule_program.h"
#include "seclang/source.h"

namespace bulkhead::oracle {

/// Reads files of the machine, for rule sets that include others.
class Files final : public seclang::FileReader {
 public:
  Result<seclang::Source> read(std::string_view path, std::string_view relative_to) override;
  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override;
};

/// Rules, parsed once and compiled once.
///
/// Ownership  Persistent collections live as long as it does, in each engine's own store.
class Both {
 public:
  /// Nothing when the rules are refused; `why` says by whom.
  static std::unique_ptr<Both> from(std::span<const seclang::Source> sources, std::string& why);
  static std::unique_ptr<Both> from(const std::string& rules, std::string& why);

  Outcome truth(const Exchange& exchange);
  Outcome fast(const Exchange& exchange, const Outcome& truth);

  /// What they say differently, with the request; empty when nothing. Rules are added where they are short.
  std::string disagreement(const Exchange& exchange);
  const seclang::RuleSet& rules() const { return rules_; }

 private:
  Both() = default;

  std::string text_;
  seclang::RuleSet rules_;
  std::vector<std::uint64_t> aligned_;
  std::unique_ptr<program::rules::RuleProgram> program_;
  Persistent persistent_;
  std::unique_ptr<inspect::LocalCollections> collections_;
  std::unique_ptr<inspect::Engine> engine_;
};

/// As Both::disagreement(), with the request made smaller as long as it still differs. Takes its time.
std::string smallest_disagreement(const std::string& rules, Exchange exchange);

}  // namespace bulkhead::oracle
