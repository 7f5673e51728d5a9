#include "compile/compile.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <set>
#include <span>

#include "compile/direction.h"
#include "compile/rules/overlay.h"
#include "program/writer.h"

namespace bulkhead::compile {
namespace {

using program::ImageContents;
using Texts = std::vector<std::string>;

Result<program::Digest> digest_from_hex(const std::string& hex) {
  program::Digest digest{};
  if (hex.size() != digest.size() * 2)
    return fail(ErrorCode::kInvalid,
                fmt::format("compile: the policy's SHA-256 has {} digits, not 64", hex.size()));
  for (std::size_t index = 0; index < digest.size(); ++index) {
    const char* begin = hex.data() + index * 2;
    const auto [end, error] = std::from_chars(begin, begin + 2, digest[index], 16);
    if (error != std::errc{} || end != begin + 2)
      return fail(ErrorCode::kInvalid, "compile: the policy's SHA-256 is not hexadecimal");
  }
  return digest;
}

// One text per language, those that are missing from the first.
Texts by_language(const policy::Translated& translated, const std::vector<std::string>& languages) {
  Texts texts;
  for (const std::string& language : languages) {
    const auto found = translated.find(language);
    texts.push_back(found != translated.end() ? found->second
                    : texts.empty()           ? std::string()
                                              : texts.front());
  }
  return texts;
}

std::map<std::string, Texts> phrases_by_key(const policy::PhraseTable& phrases,
                                            const std::vector<std::string>& languages) {
  std::set<std::string> keys;
  for (const std::string& language : languages)
    if (const auto found = phrases.find(language); found != phrases.end())
      for (const auto& [key, text] : found->second) keys.insert(key);
  std::map<std::string, Texts> result;
  for (const std::string& key : keys) {
    policy::Translated texts;
    for (const std::string& language : languages) {
      const auto table = phrases.find(language);
      if (table == phrases.end()) continue;
      if (const auto found = table->second.find(key); found != table->second.end())
        texts[language] = found->second;
    }
    result[key] = by_language(texts, languages);
  }
  return result;
}

ImageContents::Service service_contents(const policy::Service& service, program::ServiceSlot slot,
                                        const std::vector<std::string>& languages) {
  ImageContents::Service contents{
      .name = service.name,
      .compartment = service.compartment,
      .slot = slot,
      .criticality = static_cast<std::uint8_t>(service.criticality),
      .open_on_gateway_failure = service.on_gateway_failure == policy::OnGatewayFailure::kOpen,
      .client_body_bytes_max = service.limits.client_body_bytes_max,
      .hosts = service.hosts,
      .paths = service.paths,
      .lanes = {},
      .session_cookies = service.session_cookies,
      .title = by_language(service.title, languages),
      .elsewhere = by_language(service.elsewhere, languages),
      .inspection = {},
  };
  for (const policy::Lane& lane : service.lanes) contents.lanes.push_back({lane.name, lane.networks});
  return contents;
}

// The programs of a policy's rules, opened so that names in them can be looked up.
class OpenedRules {
 public:
  static Result<OpenedRules> open(const PolicyRules* rules) {
    OpenedRules opened;
    opened.rules_ = rules;
    if (rules == nullptr) return opened;
    if (rules->failed()) return fail(ErrorCode::kInvalid, "the rules have errors:\n" + rules->errors());
    for (const auto& program : rules->programs) {
      auto& copy = opened.bytes_.emplace_back((program.size() + 7) / 8);
      std::memcpy(copy.data(), program.data(), program.size());
      auto one = program::rules::RuleProgram::open(std::as_bytes(std::span(copy)).first(program.size()));
      if (!one) return fail_as(one);
      opened.programs_.push_back(std::move(*one));
    }
    return opened;
  }

  Result<ImageContents::Inspection> inspection(const policy::Service& service, RealTime now) const {
    if (rules_ != nullptr) {
      if (const auto found = rules_->of_service.find(service.name); found != rules_->of_service.end())
        return inspection_contents(service, &programs_[found->second], found->second, now);
    }
    return inspection_contents(service, nullptr, 0, now);
  }

 private:
  const PolicyRules* rules_ = nullptr;
  std::vector<std::vector<std::uint64_t>> bytes_;  // A program begins at a multiple of 8.
  std::vector<program::rules::RuleProgram> programs_;
};

}  // namespace

Slots slots_in_name_order(const policy::Policy& policy) {
  std::set<std::string> names;
  for (const auto& service : policy.services) names.insert(service.name);
  Slots slots;
  for (const std::string& name : names) slots.emplace(name, static_cast<program::ServiceSlot>(slots.size()));
  return slots;
}

Result<std::vector<std::byte>> compile(const policy::Policy& policy, const policy::PhraseTable& phrases,
                                       const CompileOptions& options) {
  const auto& languages = policy.agency.languages;
  const auto digest = digest_from_hex(policy.sha256);
  if (!digest) return fail_as(digest);
  ImageContents contents{
      .version = options.version,
      .policy_digest = *digest,
      .languages = {},
      .agency_name = by_language(policy.agency.name, languages),
      .agency_contact = by_language(policy.agency.contact, languages),
      .agency_homepage = policy.agency.homepage,
      .zone = policy.agency.timezone,
      .services = {},
      .rule_programs = {},
      .phrases = phrases_by_key(phrases, languages),
  };
  for (const std::string& language : languages)
    contents.languages.push_back({.tag = language, .right_to_left = is_right_to_left(language)});
  auto rules = OpenedRules::open(options.rules);
  if (!rules) return fail_as(rules);
  if (options.rules != nullptr) contents.rule_programs = options.rules->programs;
  for (const policy::Service& service : policy.services) {
    const auto slot = options.slots.find(service.name);
    if (slot == options.slots.end())
      return fail(ErrorCode::kInvalid, fmt::format("compile: service {} has no slot", service.name));
    auto inspection = rules->inspection(service, options.now);
    if (!inspection) return fail_as(inspection);
    contents.services.push_back(service_contents(service, slot->second, languages));
    contents.services.back().inspection = std::move(*inspection);
  }
  return program::write_image(contents);
}

}  // namespace bulkhead::compile
