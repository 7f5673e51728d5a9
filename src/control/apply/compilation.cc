#include "control/apply/compilation.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "answers/phrases.h"
#include "os/clock.h"

namespace bulkhead::control {
namespace {

using policy::Diagnostic;

std::size_t errors(const std::vector<Diagnostic>& diagnostics) {
  return static_cast<std::size_t>(
      std::ranges::count(diagnostics, Diagnostic::Severity::kError, &Diagnostic::severity));
}

PolicyRefused refused(std::string_view what, std::vector<Diagnostic> diagnostics) {
  const std::size_t count = errors(diagnostics);
  return {
      .error = {ErrorCode::kInvalid, fmt::format("{}: {} {}", what, count, count == 1 ? "error" : "errors")},
      .diagnostics = std::move(diagnostics)};
}

std::vector<policy::WantedPhrase> wanted_phrases() {
  std::vector<policy::WantedPhrase> wanted;
  for (const answers::PhraseEntry& entry : answers::phrases()) wanted.push_back({entry.key, entry.english});
  return wanted;
}

policy::TranslationReading read_phrases(const policy::Policy& policy,
                                        const std::string& shipped_translations) {
  std::vector<std::string> folders;
  if (!shipped_translations.empty()) folders.push_back(shipped_translations);
  if (!policy.gateway.translations.empty()) folders.push_back(policy.gateway.translations);
  return policy::read_translations(folders, policy.agency.languages, wanted_phrases());
}

}  // namespace

std::expected<CheckedPolicy, PolicyRefused> check_policy(std::string text, const std::string& file_name,
                                                         const std::string& shipped_translations) {
  policy::Reading reading = policy::read_policy(text, file_name, os::SystemClock().real_now());
  if (!reading.policy)
    return std::unexpected(refused("the policy does not pass the checks", std::move(reading.diagnostics)));
  policy::TranslationReading phrases = read_phrases(*reading.policy, shipped_translations);
  std::ranges::move(phrases.diagnostics, std::back_inserter(reading.diagnostics));
  if (!phrases.table)
    return std::unexpected(
        refused("the translations do not pass the checks", std::move(reading.diagnostics)));
  return CheckedPolicy{.file_name = file_name,
                       .text = std::move(text),
                       .policy = std::move(*reading.policy),
                       .phrases = std::move(*phrases.table),
                       .warnings = std::move(reading.diagnostics)};
}

}  // namespace bulkhead::control
