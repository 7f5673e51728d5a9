// One slow truth: SecLang rules run the plainest way there is.
//
// Every rule of every phase in order, every value of every target, every pattern by PCRE2. Nothing is filtered, shared or
// remembered from one value to the next; memory and time are no concern. Never linked into the product.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lexicon/severity.h"
#include "oracle/exchange.h"
#include "oracle/outcome.h"
#include "oracle/variables.h"
#include "seclang/rule_set.h"

namespace bulkhead::oracle {

/// Collections that outlive a request, by collection and key; names in lower case.
using Persistent = std::map<std::pair<lexicon::Variable, std::string>, std::map<std::string, std::string>>;

/// Runs one exchange through all phases.
///
/// Where it is not as libmodsecurity 3.0.9, on purpose, because the parser or the engine decided so: values of a collection
/// come in the order of the request; `!X` and ctl:ruleRemoveTarget… leave out whatever the target selects; skip and skipAfter
/// end with the phase; RULE can be read in every text; a rule with multiMatch is logged once; collections that no rule
/// has opened are empty.
class Evaluator {
 public:
  Evaluator(const seclang::RuleSet& rules, Persistent& persistent)
      : rules_(rules), persistent_(persistent), variables_(rules.settings) {}

  Outcome run(const Exchange& exchange);

 private:
  // A value on its way to an operator.
  struct Candidate {
    std::string name;  // ARGS:q
    std::string bytes;
  };
  // What is to be logged of the rule that runs now.
  struct Message {
    std::string target;
    std::string message;
    std::string log_data;
  };

  void run_phase(lexicon::Phase phase);
  std::size_t next_rule(const seclang::Rule& rule, std::size_t index) const;
  bool removed(const seclang::Rule& rule);
  bool tagged(const seclang::Link& link, const std::string& tag);

  bool run_rule(const seclang::Rule& rule);
  bool run_links(const seclang::Rule& rule, std::size_t index, Message& message);
  bool run_targets(const seclang::Rule& rule, std::size_t index, Message& message);
  bool try_value(const seclang::Link& link, const Candidate& candidate, const std::string& bytes);
  void act_on_match(const seclang::Link& link);
  void act_after_chain(const seclang::Rule& rule, std::size_t index, Message& message);
  void disrupt(const seclang::Rule& rule);
  void log(const seclang::Rule& rule, const Message& message);
  std::vector<std::string> forms(const seclang::Link& link, const std::string& bytes) const;

  std::vector<Candidate> candidates(const seclang::Rule& rule, std::size_t index,
                                    const seclang::Target& target);
  std::vector<Value> values_of(const seclang::Target& target);
  std::vector<Value> rule_values();
  std::vector<Value> all_values(lexicon::Variable variable);
  bool selects(const seclang::Target& target, const Value& value);
  bool excluded(const seclang::Rule& rule, std::size_t index, lexicon::Variable variable, const Value& value);
  bool removed_target(const seclang::Rule& rule, std::size_t index, const seclang::Target& target);
  bool means(const seclang::Control& control, const seclang::Rule& rule, std::size_t index);
  std::map<std::string, std::string>* store(lexicon::Variable collection);

  std::string filled(const seclang::Text& text);
  std::string referenced(const seclang::Reference& reference);
  void set_variable(const seclang::SetVar& action);
  void open(lexicon::Variable collection, const std::string& key);
  void run_step(const seclang::Step& step);
  void control(const seclang::Control& control);

  const seclang::RuleSet& rules_;
  Persistent& persistent_;
  Variables variables_;
  std::map<std::string, std::string> tx_;
  std::map<lexicon::Variable, std::string> keys_;
  Outcome outcome_;
  seclang::EngineMode mode_ = seclang::EngineMode::kOn;
  seclang::Disruption allowed_ = seclang::Disruption::kPass;
  std::string processor_;
  bool request_body_access_ = true;
  std::vector<seclang::Control> removals_;
  int highest_severity_ = lexicon::kNoSeverity;
  const seclang::Rule* rule_ = nullptr;
  std::size_t link_ = 0;
  lexicon::Phase phase_ = lexicon::Phase::kRequestHeaders;
};

}  // namespace bulkhead::oracle
