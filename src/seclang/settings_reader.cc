#include "seclang/settings_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "lexicon/spelling.h"
#include "seclang/step_reader.h"
#include "seclang/unicode_map.h"

namespace bulkhead::seclang {

namespace {

using lexicon::Directive;
using lexicon::DirectiveArgument;

std::span<const std::string_view> allowed_words(DirectiveArgument argument) {
  static constexpr std::array<std::string_view, 2> kOnOff = {"Off", "On"};
  static constexpr std::array<std::string_view, 3> kEngine = {"Off", "DetectionOnly", "On"};
  static constexpr std::array<std::string_view, 3> kAudit = {"Off", "RelevantOnly", "On"};
  static constexpr std::array<std::string_view, 4> kAuditType = {"Serial", "Parallel", "Concurrent", "Https"};
  static constexpr std::array<std::string_view, 2> kAuditFormat = {"JSON", "Native"};
  static constexpr std::array<std::string_view, 2> kLimit = {"Reject", "ProcessPartial"};
  switch (argument) {
    case DirectiveArgument::kOnOff: return kOnOff;
    case DirectiveArgument::kRuleEngine: return kEngine;
    case DirectiveArgument::kAuditEngine:
    case DirectiveArgument::kKeepFiles: return kAudit;
    case DirectiveArgument::kAuditLogType: return kAuditType;
    case DirectiveArgument::kAuditLogFormat: return kAuditFormat;
    case DirectiveArgument::kLimitAction: return kLimit;
    default: return {};
  }
}

class SettingReader {
 public:
  SettingReader(const Order& order, Settings& settings, Context& context)
      : order_(order), settings_(settings), context_(context), name_(lexicon::name(order.directive)) {}

  void read();

 private:
  bool argument_is_good();
  bool one_of(std::span<const std::string_view> words);
  void apply();
  void apply_word();
  void apply_number();
  void apply_text();
  void apply_types();
  void apply_audit_parts(std::string text);
  void apply_unicode_map();
  std::string_view value() const { return order_.words.front().part.text(); }
  Position at() const { return order_.words.empty() ? order_.name.at() : order_.words.front().part.at(); }

  const Order& order_;
  Settings& settings_;
  Context& context_;
  std::string name_;
  std::size_t choice_ = 0;    ///< Which of the allowed words it is.
  std::uint64_t number_ = 0;  ///< When it takes one.
};

void SettingReader::read() {
  if (!argument_is_good()) return;
  const lexicon::Standing standing = lexicon::standing(order_.directive);
  const bool on = lexicon::refused_when_on(order_.directive) && choice_ > 0;
  if (on) {
    context_.findings.error(at(), name_ + " can only be Off: " + std::string(standing.reason));
    return;
  }
  // What these are about is done in another way; saying so of each would only hide what matters.
  if (standing.supported()) apply();
}

bool SettingReader::argument_is_good() {
  const DirectiveArgument argument = lexicon::argument(order_.directive);
  if (argument == DirectiveArgument::kNone) {
    if (order_.words.empty()) return true;
    context_.findings.error(at(), name_ + " takes no value");
    return false;
  }
  if (order_.words.empty()) {
    context_.findings.error(order_.name.at(), name_ + " needs a value");
    return false;
  }
  if (argument == DirectiveArgument::kText) return true;
  if (order_.words.size() > 1) {
    context_.findings.error(order_.words[1].part.at(), name_ + " takes one value");
    return false;
  }
  if (argument == DirectiveArgument::kNumber) {
    // What ModSecurity keeps in an int.
    const auto number = read_number(value(), std::numeric_limits<std::int64_t>::max());
    if (number) number_ = *number;
    if (!number) context_.findings.error(at(), name_ + " is a whole number, not " + quoted(value()));
    return number.has_value();
  }
  if (argument == DirectiveArgument::kCharacter) {
    if (unescaped(value()).size() == 1) return true;
    context_.findings.error(at(), name_ + " is one character, not " + quoted(value()));
    return false;
  }
  return one_of(allowed_words(argument));
}

bool SettingReader::one_of(std::span<const std::string_view> words) {
  for (choice_ = 0; choice_ < words.size(); ++choice_) {
    if (lexicon::same_word(words[choice_], value())) return true;
  }
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  context_.findings.error(at(), name_ + " is one of " + all + ", not " + quoted(value()));
  return false;
}

void SettingReader::apply() {
  switch (lexicon::argument(order_.directive)) {
    case DirectiveArgument::kNone: settings_.response_body_types.emplace(); return;
    case DirectiveArgument::kText: return apply_text();
    case DirectiveArgument::kNumber: return apply_number();
    case DirectiveArgument::kCharacter: settings_.argument_separator = unescaped(value()).front(); return;
    default: return apply_word();
  }
}

void SettingReader::apply_word() {
  switch (order_.directive) {
    case Directive::kSecRuleEngine: settings_.engine = static_cast<EngineMode>(choice_); return;
    case Directive::kSecAuditEngine: settings_.audit = static_cast<AuditMode>(choice_); return;
    case Directive::kSecRequestBodyAccess: settings_.request_body_access = choice_ == 1; return;
    case Directive::kSecResponseBodyAccess: settings_.response_body_access = choice_ == 1; return;
    case Directive::kSecRequestBodyLimitAction:
      settings_.request_body_limit_action = static_cast<LimitAction>(choice_);
      return;
    case Directive::kSecResponseBodyLimitAction:
      settings_.response_body_limit_action = static_cast<LimitAction>(choice_);
      return;
    default: return;
  }
}

void SettingReader::apply_number() {
  switch (order_.directive) {
    case Directive::kSecArgumentsLimit: settings_.arguments_max = number_; return;
    case Directive::kSecCollectionTimeout: settings_.collection_timeout_seconds = number_; return;
    case Directive::kSecRequestBodyJsonDepthLimit: settings_.request_body_json_depth_max = number_; return;
    case Directive::kSecRequestBodyLimit: settings_.request_body_bytes_max = number_; return;
    case Directive::kSecRequestBodyNoFilesLimit: settings_.request_body_no_files_bytes_max = number_; return;
    case Directive::kSecResponseBodyLimit: settings_.response_body_bytes_max = number_; return;
    case Directive::kSecUploadFileLimit: settings_.upload_files_max = number_; return;
    case Directive::kSecCookieFormat:
      if (number_ == 0) {
        settings_.cookie_format = number_;
      } else {
        context_.findings.error(at(), "SecCookieFormat can only be 0: no browser sends the other form");
      }
      return;
    default: return;
  }
}

void SettingReader::apply_text() {
  if (order_.directive == Directive::kSecUnicodeMapFile) return apply_unicode_map();
  if (order_.directive == Directive::kSecResponseBodyMimeType) return apply_types();
  std::string text = joined(order_);
  switch (order_.directive) {
    case Directive::kSecAuditLogParts: return apply_audit_parts(std::move(text));
    case Directive::kSecAuditLogRelevantStatus: settings_.audit_relevant_status = std::move(text); return;
    case Directive::kSecComponentSignature: settings_.components.push_back(std::move(text)); return;
    case Directive::kSecGeoLookupDb: settings_.geo_database = std::move(text); return;
    case Directive::kSecServerSignature: settings_.server_signature = std::move(text); return;
    case Directive::kSecWebAppId: settings_.web_app_id = std::move(text); return;
    default: return;
  }
}

/// Types are added to those named before, until SecResponseBodyMimeTypesClear.
void SettingReader::apply_types() {
  if (!settings_.response_body_types) settings_.response_body_types.emplace();
  std::vector<std::string>& types = *settings_.response_body_types;
  const std::string text = joined(order_);
  std::size_t from = 0;
  while ((from = text.find_first_not_of(" \t", from)) != std::string::npos) {
    const std::size_t to = std::min(text.find_first_of(" \t", from), text.size());
    types.push_back(text.substr(from, to - from));
    from = to;
  }
  std::ranges::sort(types);
  const auto twice = std::ranges::unique(types);
  types.erase(twice.begin(), twice.end());
}

void SettingReader::apply_audit_parts(std::string text) {
  const std::size_t bad = text.find_first_not_of("ABCDEFGHIJKZ");
  if (bad == std::string::npos) {
    settings_.audit_parts = std::move(text);
  } else {
    context_.findings.error(at(), "SecAuditLogParts is letters of ABCDEFGHIJKZ, not " + quoted(text));
  }
}

void SettingReader::apply_unicode_map() {
  if (order_.words.size() != 2) {
    context_.findings.error(at(), "SecUnicodeMapFile needs a file and the number of a code page");
    return;
  }
  const Part page = order_.words[1].part;
  const auto number = read_number(page.text(), 65'535);
  if (!number) {
    context_.findings.error(page.at(), "not the number of a code page: " + quoted(page.text()));
    return;
  }
  const auto source = context_.read_file(unescaped(value()), at());
  if (!source) return;
  UnicodeMap map;
  map.file = unescaped(value());
  map.code_page = static_cast<std::uint32_t>(*number);
  auto bytes = read_unicode_map(source->text, map.code_page);
  if (!bytes) {
    context_.findings.error(at(), source->name + ": " + bytes.error().message);
    return;
  }
  map.bytes = std::move(*bytes);
  settings_.unicode_map = std::move(map);
}

}  // namespace

void read_setting(const Order& order, Settings& settings, Context& context) {
  SettingReader(order, settings, context).read();
}

}  // namespace bulkhead::seclang
