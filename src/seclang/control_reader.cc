#include "seclang/control_reader.h"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "lexicon/spelling.h"
#include "seclang/known_words.h"
#include "seclang/step_reader.h"
#include "seclang/target_reader.h"

namespace bulkhead::seclang {

namespace {

constexpr std::array<std::string_view, 2> kOnOff = {"On", "Off"};
constexpr std::array<std::string_view, 3> kAudit = {"On", "Off", "RelevantOnly"};
constexpr std::array<std::string_view, 3> kEngine = {"On", "Off", "DetectionOnly"};
constexpr std::array<std::string_view, 4> kProcessors = {"JSON", "XML", "URLENCODED", "MULTIPART"};

std::optional<Control> with_word(Control control, Part value, std::span<const std::string_view> words,
                                 Context& context) {
  for (const std::string_view word : words) {
    if (!lexicon::same_word(word, value.text())) continue;
    control.value = std::string(word);
    return control;
  }
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  context.findings.error(value.at(), "ctl:" + std::string(lexicon::name(control.option)) + " is one of " +
                                         all + ", not " + quoted(value.text()));
  return std::nullopt;
}

std::optional<Control> with_parts(Control control, Part value, Context& context) {
  const std::string_view text = value.text();
  const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
  const std::size_t bad = text.find_first_not_of("ABCDEFGHIJKZ", sign);
  if (text.size() == sign || bad != std::string_view::npos) {
    context.findings.error(value.at(std::min(bad, text.size())),
                           "ctl:auditLogParts is letters of ABCDEFGHIJKZ behind + or -, not " + quoted(text));
    return std::nullopt;
  }
  control.value = std::string(text);
  return control;
}

bool by_id(lexicon::Ctl option) {
  return option == lexicon::Ctl::kRuleRemoveById || option == lexicon::Ctl::kRuleRemoveTargetById;
}

bool with_target(lexicon::Ctl option) {
  return option == lexicon::Ctl::kRuleRemoveTargetById || option == lexicon::Ctl::kRuleRemoveTargetByTag ||
         option == lexicon::Ctl::kRuleRemoveTargetByMsg;
}

std::optional<Control> with_removal(Control control, Part value, Context& context) {
  Part which = value;
  if (with_target(control.option)) {
    const std::size_t semicolon = value.text().find(';');
    if (semicolon == std::string_view::npos) {
      context.findings.error(value.at(), "ctl:" + std::string(lexicon::name(control.option)) +
                                             " needs a rule, a semicolon and a variable: 1;ARGS:q");
      return std::nullopt;
    }
    which = value.sub(0, semicolon);
    control.target = read_target(value.sub(semicolon + 1), context);
    if (!control.target) return std::nullopt;
    if (control.target->selector.spelled().find('\'') != std::string::npos) {
      context.findings.error(value.at(semicolon + 1), "a selector with a quote in it cannot be named in ctl");
      return std::nullopt;
    }
  }
  if (by_id(control.option)) {
    const auto ids = read_id_range(which.trimmed(), context);
    if (!ids) return std::nullopt;
    control.ids = *ids;
  } else {
    control.match = unescaped(which.text());
  }
  return control;
}

}  // namespace

std::optional<Control> read_control(const RawAction& action, Context& context) {
  const std::string_view text = action.value.text();
  const std::size_t equals = text.find('=');
  const Part name = action.value.sub(0, equals).trimmed();
  const auto option = lexicon::find_ctl(name.text());
  if (!option) {
    const auto& known = all_names<lexicon::Ctl, lexicon::kCtls>();
    context.unknown(name.at(), "option of ctl", name.text(), known);
    return std::nullopt;
  }
  const std::string spelled = "ctl:" + std::string(lexicon::name(*option));
  const lexicon::Standing standing = lexicon::standing(*option);
  if (standing.refused()) {
    context.findings.error(name.at(), spelled + " is not supported: " + std::string(standing.reason));
    return std::nullopt;
  }
  if (!standing.supported()) {
    context.findings.warning(name.at(), spelled + " has no effect: " + std::string(standing.reason));
    return std::nullopt;
  }
  if (equals == std::string_view::npos || equals + 1 == text.size()) {
    context.findings.error(action.value.at(), spelled + " needs a value: " + spelled + "=…");
    return std::nullopt;
  }
  Control control;
  control.option = *option;
  const Part value = action.value.sub(equals + 1).trimmed();
  switch (*option) {
    case lexicon::Ctl::kAuditEngine: return with_word(std::move(control), value, kAudit, context);
    case lexicon::Ctl::kRuleEngine: return with_word(std::move(control), value, kEngine, context);
    case lexicon::Ctl::kRequestBodyProcessor:
      return with_word(std::move(control), value, kProcessors, context);
    case lexicon::Ctl::kForceRequestBodyVariable:
    case lexicon::Ctl::kRequestBodyAccess:
    case lexicon::Ctl::kResponseBodyAccess: return with_word(std::move(control), value, kOnOff, context);
    case lexicon::Ctl::kAuditLogParts: return with_parts(std::move(control), value, context);
    default: return with_removal(std::move(control), value, context);
  }
}

}  // namespace bulkhead::seclang
