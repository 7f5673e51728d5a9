#include "oracle/evaluator.h"

#include <algorithm>

#include "lexicon/spelling.h"
#include "oracle/operators.h"
#include "text/transform.h"

namespace bulkhead::oracle {

namespace {

using enum lexicon::Variable;
using lexicon::Phase;
using seclang::Disruption;
using seclang::EngineMode;
using seclang::Link;
using seclang::Rule;

bool response_is_read(const seclang::Settings& settings, const std::string& type) {
  if (!settings.response_body_access.value_or(true)) return false;
  const std::vector<std::string> usual = {"text/plain", "text/html", "text/xml"};
  for (const std::string& read : settings.response_body_types.value_or(usual)) {
    if (read == type) return true;
  }
  return false;
}

}  // namespace

Outcome Evaluator::run(const Exchange& exchange) {
  mode_ = rules_.settings.engine.value_or(EngineMode::kOn);
  request_body_access_ = rules_.settings.request_body_access.value_or(true);
  variables_.read_request_head(exchange);
  run_phase(Phase::kRequestHeaders);
  if (outcome_.stopped.how.empty()) {
    Exchange seen = exchange;
    if (!request_body_access_) seen.body.clear();
    variables_.read_request_body(seen, processor_);
    if (request_body_access_) run_phase(Phase::kRequestBody);
  }
  if (outcome_.stopped.how.empty()) {
    variables_.read_response_head(exchange);
    run_phase(Phase::kResponseHeaders);
  }
  if (outcome_.stopped.how.empty() &&
      response_is_read(rules_.settings, variables_.of(kResponseContentType).front().bytes)) {
    variables_.read_response_body(exchange);
    run_phase(Phase::kResponseBody);
  }
  run_phase(Phase::kLogging);
  if (variables_.too_many_arguments()) outcome_.trouble = "too many arguments";
  for (const auto& [name, value] : tx_) {
    if (!value.empty()) outcome_.tx[name] = value;
  }
  return outcome_;
}

void Evaluator::run_phase(Phase phase) {
  if (mode_ == EngineMode::kOff) return;
  if (allowed_ == Disruption::kAllow && phase != Phase::kLogging) return;
  if (allowed_ == Disruption::kAllowRequest && phase <= Phase::kRequestBody) return;
  allowed_ = Disruption::kPass;
  phase_ = phase;
  const bool stopped_before = !outcome_.stopped.how.empty();
  for (std::size_t i = 0; i < rules_.rules.size();) {
    const Rule& rule = rules_.rules[i];
    if (rule.phase != phase || removed(rule) || !run_rule(rule)) {
      ++i;
      continue;
    }
    if (allowed_ != Disruption::kPass) return;
    if (!stopped_before && !outcome_.stopped.how.empty()) return;
    i = next_rule(rule, i);
  }
}

// Where to go on behind a rule that has matched.
std::size_t Evaluator::next_rule(const Rule& rule, std::size_t index) const {
  std::size_t next = index + 1;
  if (!rule.skip_after.empty()) {
    if (!rule.skip_marker.has_value()) return rules_.rules.size();
    next = std::max<std::size_t>(next, rules_.markers[*rule.skip_marker].before_rule);
  }
  for (std::uint32_t left = rule.skip; left > 0 && next < rules_.rules.size(); ++next) {
    if (rules_.rules[next].phase == rule.phase) --left;
  }
  return next;
}

bool Evaluator::tagged(const Link& link, const std::string& tag) {
  for (const seclang::Text& one : link.tags) {
    if (filled(one) == tag) return true;
  }
  return false;
}

bool Evaluator::removed(const Rule& rule) {
  for (const seclang::Control& control : removals_) {
    if (control.option == lexicon::Ctl::kRuleRemoveById && control.ids.contains(rule.id)) return true;
    if (control.option == lexicon::Ctl::kRuleRemoveByTag && tagged(rule.links[0], control.match)) return true;
    if (control.option == lexicon::Ctl::kRuleRemoveByMsg && filled(rule.links[0].message) == control.match) {
      return true;
    }
  }
  return false;
}

bool Evaluator::run_rule(const Rule& rule) {
  rule_ = &rule;
  Message message;
  if (!run_links(rule, 0, message)) return false;
  log(rule, message);
  return true;
}

bool Evaluator::run_links(const Rule& rule, std::size_t index, Message& message) {
  link_ = index;
  const Link& link = rule.links[index];
  if (link.unconditional) {
    act_on_match(link);
  } else if (!run_targets(rule, index, message)) {
    for (const auto variable : {kMatchedVar, kMatchedVarName}) variables_.set(variable, "");
    for (const auto variable : {kMatchedVars, kMatchedVarsNames}) variables_.of(variable).clear();
    return false;
  }
  if (index + 1 < rule.links.size() && !run_links(rule, index + 1, message)) return false;
  link_ = index;
  act_after_chain(rule, index, message);
  return true;
}

bool Evaluator::run_targets(const Rule& rule, std::size_t index, Message& message) {
  const Link& link = rule.links[index];
  bool matched = false;
  for (const seclang::Target& target : link.targets) {
    if (target.exclusion) continue;
    for (const Candidate& candidate : candidates(rule, index, target)) {
      for (const std::string& bytes : forms(link, candidate.bytes)) {
        if (!try_value(link, candidate, bytes)) continue;
        matched = true;
        message.target = candidate.name;
      }
    }
  }
  return matched;
}

bool Evaluator::try_value(const Link& link, const Candidate& candidate, const std::string& bytes) {
  const Judgement judgement = judge(link.op, filled(link.op.argument), bytes);
  if (link.capture) {
    // Differs: libmodsecurity keeps groups beyond 9 too, which no macro can name.
    for (const auto& [number, group] : judgement.captures)
      if (number < 10) tx_[std::to_string(number)] = group;
  }
  if (judgement.matched == link.op.negated) return false;
  variables_.set(kMatchedVar, bytes);
  variables_.set(kMatchedVarName, candidate.name);
  variables_.add(kMatchedVars, candidate.name, bytes);
  variables_.add(kMatchedVarsNames, candidate.name, candidate.name);
  act_on_match(link);
  return true;
}

// The value after its transformations; with multiMatch also before them and after each that changed it.
std::vector<std::string> Evaluator::forms(const Link& link, const std::string& bytes) const {
  std::vector<text::UnicodeMapping> mappings;
  if (rules_.settings.unicode_map.has_value()) {
    for (const auto& [code, byte] : rules_.settings.unicode_map->bytes) mappings.push_back({code, byte, 0});
  }
  const text::UnicodeMap map{mappings};
  std::vector<std::string> seen = {bytes};
  for (const lexicon::Transformation transformation : link.transformations) {
    const std::string& in = seen.back();
    std::string out(text::output_bytes_max(transformation, in.size()), '\0');
    out.resize(text::transform(transformation, in, out.data(), mappings.empty() ? nullptr : &map));
    if (out != in) seen.push_back(std::move(out));
  }
  if (!link.multi_match) seen = {seen.back()};
  return seen;
}

void Evaluator::log(const Rule& rule, const Message& message) {
  if (!rule.log) return;
  outcome_.logged.push_back(
      {rule.id, static_cast<int>(phase_), message.target, message.message, message.log_data});
}

}  // namespace bulkhead::oracle
