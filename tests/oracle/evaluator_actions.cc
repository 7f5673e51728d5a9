#include <variant>

#include "lexicon/spelling.h"
#include "oracle/evaluator.h"
#include "oracle/operators.h"

namespace bulkhead::oracle {

namespace {

using enum lexicon::Variable;
using lexicon::Ctl;
using lexicon::same_word;
using seclang::Disruption;
using seclang::EngineMode;

std::string lower(std::string text) {
  for (char& c : text) c = lexicon::lower(c);
  return text;
}

}  // namespace

// setvar alone does not wait for the rest of the chain.
void Evaluator::act_on_match(const seclang::Link& link) {
  for (const seclang::Step& step : link.steps) {
    if (const auto* action = std::get_if<seclang::SetVar>(&step.what)) set_variable(*action);
  }
}

void Evaluator::act_after_chain(const seclang::Rule& rule, std::size_t index, Message& message) {
  const seclang::Link& link = rule.links[index];
  if (link.severity.has_value()) {
    highest_severity_ = std::min(highest_severity_, static_cast<int>(*link.severity));
    variables_.set(kHighestSeverity, std::to_string(highest_severity_));
  }
  if (!link.log_data.empty()) message.log_data = filled(link.log_data);
  if (!link.message.empty()) message.message = filled(link.message);
  for (const seclang::Step& step : link.steps) run_step(step);
  if (index == 0) disrupt(rule);
}

void Evaluator::disrupt(const seclang::Rule& rule) {
  if (mode_ != EngineMode::kOn) return;
  switch (rule.disruption) {
    case Disruption::kPass: return;
    case Disruption::kAllow:
    case Disruption::kAllowPhase:
    case Disruption::kAllowRequest: allowed_ = rule.disruption; return;
    default: break;
  }
  if (!outcome_.stopped.how.empty()) return;
  outcome_.stopped = {std::string(seclang::name(rule.disruption)), rule.id, rule.status,
                      filled(rule.redirect)};
}

void Evaluator::run_step(const seclang::Step& step) {
  if (const auto* action = std::get_if<seclang::InitCollection>(&step.what)) {
    open(action->collection, filled(action->key));
  } else if (const auto* env = std::get_if<seclang::SetEnv>(&step.what)) {
    const std::string name = filled(env->name);
    std::erase_if(variables_.of(kEnv), [&](const Value& value) { return value.key == name; });
    variables_.add(kEnv, name, filled(env->value));
  } else if (const auto* change = std::get_if<seclang::Control>(&step.what)) {
    control(*change);
  }
}

void Evaluator::open(lexicon::Variable collection, const std::string& key) {
  keys_[collection] = key;
  if (collection == kSession) variables_.set(kSessionId, key);
  if (collection == kUser) variables_.set(kUserId, key);
}

void Evaluator::control(const seclang::Control& control) {
  switch (control.option) {
    case Ctl::kRuleEngine:
      mode_ = same_word(control.value, "on")    ? EngineMode::kOn
              : same_word(control.value, "off") ? EngineMode::kOff
                                                : EngineMode::kDetectionOnly;
      return;
    case Ctl::kRequestBodyAccess: request_body_access_ = same_word(control.value, "on"); return;
    case Ctl::kRequestBodyProcessor:
      processor_ = control.value;
      for (char& c : processor_) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      }
      variables_.set(kReqbodyProcessor, processor_);
      return;
    default: removals_.push_back(control); return;
  }
}

std::map<std::string, std::string>* Evaluator::store(lexicon::Variable collection) {
  if (collection == kTx) return &tx_;
  const auto key = keys_.find(collection);
  if (key == keys_.end() || key->second.empty()) return nullptr;
  return &persistent_[{collection, key->second}];
}

void Evaluator::set_variable(const seclang::SetVar& action) {
  const std::string value = filled(action.value);
  const std::string name = lower(filled(action.name));
  std::map<std::string, std::string>* where = store(action.collection);
  if (where == nullptr) return;
  const auto wrapped = [](long long number) { return std::to_string(static_cast<int>(number)); };
  const long long old = where->contains(name) ? integer_of((*where)[name]) : 0;
  switch (action.how) {
    case seclang::SetVar::How::kUnset: where->erase(name); return;
    case seclang::SetVar::How::kSet: (*where)[name] = value; return;
    case seclang::SetVar::How::kAdd: (*where)[name] = wrapped(old + integer_of(value)); return;
    case seclang::SetVar::How::kSubtract: (*where)[name] = wrapped(old - integer_of(value)); return;
  }
}

}  // namespace bulkhead::oracle
