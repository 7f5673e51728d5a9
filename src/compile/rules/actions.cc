#include "compile/rules/actions.h"

#include <charconv>

#include "lexicon/spelling.h"

namespace bulkhead::compile {

namespace {

using lexicon::Ctl;
using program::rules::ActionKind;
using program::rules::ActionRecord;
using program::rules::Section;
using program::rules::SetOperation;

class ActionWriter {
 public:
  ActionWriter(Build& build, const seclang::Link& link, const std::vector<HeadOf>& heads, std::size_t words)
      : build_(build), link_(link), heads_(heads), words_(words) {}

  ActionRecord record(const seclang::Step& step) {
    return std::visit([this](const auto& what) { return this->make(what); }, step.what);
  }

 private:
  ActionRecord make(const seclang::SetVar& set) {
    ActionRecord record;
    record.kind = ActionKind::kSetVar;
    record.variable = static_cast<std::uint8_t>(set.collection);
    record.operation = static_cast<SetOperation>(set.how);
    put_name(record, set.collection, set.name);
    record.value = build_.put_text(set.value);
    const bool reckons = set.how == seclang::SetVar::How::kAdd || set.how == seclang::SetVar::How::kSubtract;
    if (reckons && !set.value.has_references()) put_number(record, set.value.literal());
    return record;
  }

  ActionRecord make(const seclang::ExpireVar& expire) {
    ActionRecord record;
    record.kind = ActionKind::kExpireVar;
    record.variable = static_cast<std::uint8_t>(expire.collection);
    put_name(record, expire.collection, expire.name);
    record.value = build_.put_text(expire.seconds);
    if (!expire.seconds.has_references()) put_number(record, expire.seconds.literal());
    return record;
  }

  ActionRecord make(const seclang::InitCollection& open) {
    ActionRecord record;
    record.kind = ActionKind::kInitCol;
    record.variable = static_cast<std::uint8_t>(open.collection);
    record.value = build_.put_text(open.key);
    return record;
  }

  ActionRecord make(const seclang::SetEnv& env) {
    ActionRecord record;
    record.kind = ActionKind::kSetEnv;
    record.name = build_.put_text(env.name);
    record.value = build_.put_text(env.value);
    return record;
  }

  // Namespaces are part of the XPaths they are for: nothing is left to do.
  ActionRecord make(const seclang::XmlNamespace&) {
    ActionRecord record;
    record.kind = ActionKind::kCtl;
    record.option = static_cast<std::uint8_t>(Ctl::kDebugLogLevel);
    return record;
  }

  ActionRecord make(const seclang::Control& control) {
    ActionRecord record;
    record.kind = ActionKind::kCtl;
    record.option = static_cast<std::uint8_t>(control.option);
    record.number = setting(control);
    if (!control.value.empty()) record.value = build_.put_text({{{control.value, std::nullopt}}});
    LinkSet links(words_);
    for (const HeadOf& head : heads_) {
      if (means(control, *head.rule)) insert(links, head.link);
    }
    record.links = build_.writer.put_bits(links);
    if (control.target.has_value()) {
      record.target = build_.writer.put(Section::kTargets, build_.target(*control.target, link_, 0));
    }
    return record;
  }

  static bool means(const seclang::Control& control, const seclang::Rule& rule) {
    const seclang::Link& head = rule.links.front();
    switch (control.option) {
      case Ctl::kRuleRemoveById:
      case Ctl::kRuleRemoveTargetById: return control.ids.contains(rule.id);
      case Ctl::kRuleRemoveByTag:
      case Ctl::kRuleRemoveTargetByTag:
        for (const seclang::Text& tag : head.tags) {
          if (!tag.has_references() && tag.literal() == control.match) return true;
        }
        return false;
      case Ctl::kRuleRemoveByMsg:
      case Ctl::kRuleRemoveTargetByMsg:
        return !head.message.has_references() && head.message.literal() == control.match;
      default: return false;
    }
  }

  static std::int64_t setting(const seclang::Control& control) {
    const std::string& value = control.value;
    if (control.option == Ctl::kRuleEngine) {
      if (lexicon::same_word(value, "On")) return static_cast<std::int64_t>(program::rules::EngineMode::kOn);
      if (lexicon::same_word(value, "DetectionOnly"))
        return static_cast<std::int64_t>(program::rules::EngineMode::kDetectionOnly);
      return static_cast<std::int64_t>(program::rules::EngineMode::kOff);
    }
    if (lexicon::same_word(value, "On") || lexicon::same_word(value, "RelevantOnly")) return 1;
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }

  void put_name(ActionRecord& record, lexicon::Variable collection, const seclang::Text& name) {
    record.name = build_.put_text(name);
    if (collection == lexicon::Variable::kTx && !name.has_references())
      record.tx_slot = build_.tx().slot(name.literal());
  }

  static void put_number(ActionRecord& record, const std::string& text) {
    std::int32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    record.number = number;
    record.constant = 1;
  }

  Build& build_;
  const seclang::Link& link_;
  const std::vector<HeadOf>& heads_;
  std::size_t words_;
};

}  // namespace

void put_actions(Build& build, const seclang::Link& link, const std::vector<HeadOf>& heads, std::size_t words,
                 program::rules::LinkRecord& record) {
  ActionWriter writer(build, link, heads, words);
  std::vector<ActionRecord> each;
  std::vector<ActionRecord> after;
  for (const seclang::Step& step : link.steps) {
    // setvar runs for each value that matches, all else when the whole chain has.
    (std::holds_alternative<seclang::SetVar>(step.what) ? each : after).push_back(writer.record(step));
  }
  record.actions_first = build.writer.count(Section::kActions);
  record.actions = static_cast<std::uint16_t>(each.size());
  for (const ActionRecord& action : each) build.writer.put(Section::kActions, action);
  record.after_first = build.writer.count(Section::kActions);
  record.after = static_cast<std::uint16_t>(after.size());
  for (const ActionRecord& action : after) build.writer.put(Section::kActions, action);
}

}  // namespace bulkhead::compile
