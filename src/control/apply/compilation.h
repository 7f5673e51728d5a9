// Policy text and translation files, read from this machine, checked, and compiled.

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "compile/compile.h"
#include "policy/policy.h"
#include "policy/reader.h"
#include "policy/translations.h"

namespace bulkhead::control {

/// Why a policy was not taken. `diagnostics` holds all that is wrong with the text and the translations.
struct PolicyRefused {
  Error error;
  std::vector<policy::Diagnostic> diagnostics;
};

/// A policy that passed every check, and the phrases that go with it.
struct CheckedPolicy {
  std::string file_name;
  std::string text;
  policy::Policy policy;
  policy::PhraseTable phrases;
  std::vector<policy::Diagnostic> warnings;
};

/// Checks `text`, then reads the phrases in the languages that it names: those of `shipped_translations`,
/// over them the agency's own.
std::expected<CheckedPolicy, PolicyRefused> check_policy(std::string text, const std::string& file_name,
                                                         const std::string& shipped_translations);

}  // namespace bulkhead::control
