#include "seclang/dump.h"

#include <string_view>
#include <variant>

namespace bulkhead::seclang {

namespace {

/// `text` between `quote`s, with a backslash before each quote of `quotes`: what unescaped() takes away again.
std::string enclosed(std::string_view text, char quote, std::string_view quotes) {
  std::string shown(1, quote);
  for (const char c : text) {
    if (quotes.find(c) != std::string_view::npos) shown += '\\';
    shown += c;
  }
  shown += quote;
  return shown;
}

/// A value of an action within a list that stands in double quotes.
std::string value(std::string_view text) { return enclosed(text, '\'', "\"'"); }
std::string value(const Text& text) { return value(text.spelled()); }

/// The argument of a directive.
std::string word(std::string_view text) { return enclosed(text, '"', "\""); }

std::string member(lexicon::Variable collection, const Text& name) {
  return std::string(lexicon::name(collection)) + '.' + name.spelled();
}

std::string selector(const Target& target) {
  std::string spelled = target.selector.spelled();
  if (target.kind == SelectorKind::kNone) return "";
  if (target.kind == SelectorKind::kRegex) spelled = enclosed(spelled, '/', "");
  return std::string(1, ':') + value(spelled);
}

std::string target(const Target& target) {
  std::string shown;
  if (target.exclusion) shown += '!';
  if (target.count) shown += '&';
  return shown + std::string(lexicon::name(target.variable)) + selector(target);
}

std::string targets(const std::vector<Target>& all) {
  std::string shown;
  for (const Target& one : all) {
    if (!shown.empty()) shown += '|';
    shown += target(one);
  }
  return enclosed(shown, '"', "");
}

std::string operator_word(const Operator& op) {
  std::string shown = op.negated ? "!@" : "@";
  shown += lexicon::name(op.kind);
  const std::string argument = op.argument.spelled();
  if (!argument.empty()) shown += ' ' + argument;
  return word(shown);
}

/// The list of actions of one link, one a line.
class Actions {
 public:
  void add(std::string_view action) {
    text_ += text_.empty() ? "" : ",\\\n    ";
    text_ += action;
  }
  void add(std::string_view name, std::string_view text) { add(std::string(name) + ':' + std::string(text)); }
  void add_text(std::string_view name, const Text& text) {
    if (!text.empty()) add(name, value(text));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct StepText {
  std::string operator()(const SetVar& set) const {
    const std::string name = member(set.collection, set.name);
    switch (set.how) {
      case SetVar::How::kUnset: return value('!' + name);
      case SetVar::How::kSet: return value(name + '=' + set.value.spelled());
      case SetVar::How::kAdd: return value(name + "=+" + set.value.spelled());
      case SetVar::How::kSubtract: return value(name + "=-" + set.value.spelled());
    }
    return "";
  }
  std::string operator()(const ExpireVar& expire) const {
    return value(member(expire.collection, expire.name) + '=' + expire.seconds.spelled());
  }
  std::string operator()(const InitCollection& init) const {
    if (action != lexicon::Action::kInitCol) return value(init.key);
    return value(std::string(lexicon::name(init.collection)) + '=' + init.key.spelled());
  }
  std::string operator()(const SetEnv& set) const {
    return value(set.name.spelled() + '=' + set.value.spelled());
  }
  std::string operator()(const XmlNamespace& space) const { return value(space.prefix + '=' + space.uri); }
  std::string operator()(const Control& control) const {
    std::string shown = std::string(lexicon::name(control.option)) + '=' + control.value;
    if (control.ids.last != 0) {
      shown += std::to_string(control.ids.first);
      if (control.ids.last != control.ids.first) shown += '-' + std::to_string(control.ids.last);
    }
    shown += control.match;
    if (control.target) shown += ';' + target_text(*control.target);
    return value(shown);
  }

  /// Its quotes get their backslashes with those of the value around it.
  static std::string target_text(const Target& target) {
    std::string shown(lexicon::name(target.variable));
    if (target.kind == SelectorKind::kNone) return shown;
    std::string spelled = target.selector.spelled();
    if (target.kind == SelectorKind::kRegex) spelled = enclosed(spelled, '/', "");
    return shown + ':' + enclosed(spelled, '\'', "");
  }

  lexicon::Action action;
};

void add_rule_actions(Actions& actions, const Rule& rule) {
  actions.add("id", std::to_string(rule.id));
  actions.add("phase", std::to_string(lexicon::index(rule.phase) + 1));
  if (rule.disruption == Disruption::kRedirect) {
    actions.add("redirect", value(rule.redirect));
  } else {
    actions.add(name(rule.disruption));
  }
  if (rule.status != 0) actions.add("status", std::to_string(rule.status));
  actions.add(rule.log ? "log" : "nolog");
  if (rule.log != rule.audit_log) actions.add(rule.audit_log ? "auditlog" : "noauditlog");
  if (!rule.revision.empty()) actions.add("rev", value(rule.revision));
  if (!rule.version.empty()) actions.add("ver", value(rule.version));
  if (rule.maturity != 0) actions.add("maturity", std::to_string(rule.maturity));
  if (rule.accuracy != 0) actions.add("accuracy", std::to_string(rule.accuracy));
  if (rule.skip != 0) actions.add("skip", std::to_string(rule.skip));
  if (!rule.skip_after.empty()) actions.add("skipAfter", value(rule.skip_after));
}

void add_link_actions(Actions& actions, const Link& link) {
  if (link.capture) actions.add("capture");
  if (link.multi_match) actions.add("multiMatch");
  actions.add("t:none");
  for (const lexicon::Transformation one : link.transformations) actions.add("t", lexicon::name(one));
  actions.add_text("msg", link.message);
  actions.add_text("logdata", link.log_data);
  for (const Text& tag : link.tags) actions.add_text("tag", tag);
  if (link.severity) actions.add("severity", lexicon::name(*link.severity));
  for (const Step& step : link.steps) {
    actions.add(lexicon::name(step.action), std::visit(StepText{step.action}, step.what));
  }
}

std::string link_text(const Rule& rule, std::size_t index) {
  const Link& link = rule.links[index];
  Actions actions;
  if (index == 0) add_rule_actions(actions, rule);
  add_link_actions(actions, link);
  if (index + 1 < rule.links.size()) actions.add("chain");
  std::string shown;
  if (!link.op.words.empty()) shown += "# " + std::to_string(link.op.words.size()) + " words\n";
  shown +=
      link.unconditional ? "SecAction" : "SecRule " + targets(link.targets) + ' ' + operator_word(link.op);
  return shown + " \"" + actions.text() + "\"\n";
}

template <typename Value>
void setting(std::string& shown, std::string_view directive, const std::optional<Value>& number) {
  if (number) shown += std::string(directive) + ' ' + std::to_string(*number) + '\n';
}
void setting(std::string& shown, std::string_view directive, const std::optional<std::string>& text) {
  if (text) shown += std::string(directive) + ' ' + word(*text) + '\n';
}
void setting(std::string& shown, std::string_view directive, const std::optional<bool>& on) {
  if (on) shown += std::string(directive) + (*on ? " On\n" : " Off\n");
}
void setting(std::string& shown, std::string_view directive, const std::optional<LimitAction>& action) {
  if (action)
    shown += std::string(directive) + (*action == LimitAction::kReject ? " Reject\n" : " ProcessPartial\n");
}

void add_modes(std::string& shown, const Settings& settings) {
  if (settings.engine) {
    shown += "SecRuleEngine ";
    shown += *settings.engine == EngineMode::kOn    ? "On\n"
             : *settings.engine == EngineMode::kOff ? "Off\n"
                                                    : "DetectionOnly\n";
  }
  if (settings.audit) {
    shown += "SecAuditEngine ";
    shown += *settings.audit == AuditMode::kOn    ? "On\n"
             : *settings.audit == AuditMode::kOff ? "Off\n"
                                                  : "RelevantOnly\n";
  }
}

std::string settings_text(const Settings& settings) {
  std::string shown;
  add_modes(shown, settings);
  setting(shown, "SecRequestBodyAccess", settings.request_body_access);
  setting(shown, "SecRequestBodyLimit", settings.request_body_bytes_max);
  setting(shown, "SecRequestBodyNoFilesLimit", settings.request_body_no_files_bytes_max);
  setting(shown, "SecRequestBodyLimitAction", settings.request_body_limit_action);
  setting(shown, "SecRequestBodyJsonDepthLimit", settings.request_body_json_depth_max);
  setting(shown, "SecResponseBodyAccess", settings.response_body_access);
  setting(shown, "SecResponseBodyLimit", settings.response_body_bytes_max);
  setting(shown, "SecResponseBodyLimitAction", settings.response_body_limit_action);
  if (settings.response_body_types) {
    shown += "SecResponseBodyMimeTypesClear\n";
    for (const std::string& type : *settings.response_body_types)
      shown += "SecResponseBodyMimeType " + word(type) + '\n';
  }
  setting(shown, "SecArgumentsLimit", settings.arguments_max);
  if (settings.argument_separator) {
    shown += "SecArgumentSeparator " + word(std::string(1, *settings.argument_separator)) + '\n';
  }
  setting(shown, "SecCookieFormat", settings.cookie_format);
  setting(shown, "SecUploadFileLimit", settings.upload_files_max);
  setting(shown, "SecCollectionTimeout", settings.collection_timeout_seconds);
  setting(shown, "SecAuditLogParts", settings.audit_parts);
  setting(shown, "SecAuditLogRelevantStatus", settings.audit_relevant_status);
  setting(shown, "SecGeoLookupDb", settings.geo_database);
  setting(shown, "SecWebAppId", settings.web_app_id);
  setting(shown, "SecServerSignature", settings.server_signature);
  if (settings.unicode_map) {
    shown += "SecUnicodeMapFile " + word(settings.unicode_map->file) + ' ' +
             std::to_string(settings.unicode_map->code_page) + '\n';
  }
  for (const std::string& component : settings.components)
    shown += "SecComponentSignature " + word(component) + '\n';
  return shown;
}

}  // namespace

std::string dump(const Rule& rule) {
  std::string shown;
  for (std::size_t i = 0; i < rule.links.size(); ++i) shown += link_text(rule, i);
  return shown;
}

std::string dump(const RuleSet& rules) {
  std::string shown = settings_text(rules.settings);
  std::size_t marker = 0;
  for (std::size_t i = 0; i <= rules.rules.size(); ++i) {
    for (; marker < rules.markers.size() && rules.markers[marker].before_rule == i; ++marker) {
      shown += "SecMarker " + word(rules.markers[marker].name) + '\n';
    }
    if (i == rules.rules.size()) break;
    const Rule& rule = rules.rules[i];
    shown += "# " + rules.files[rule.position.file] + ':' + std::to_string(rule.position.line);
    shown += rule.block ? ", block\n" : "\n";
    shown += dump(rule);
  }
  return shown;
}

}  // namespace bulkhead::seclang
