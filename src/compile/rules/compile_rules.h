// Checked SecLang rules to a rule program.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "seclang/diagnostic.h"
#include "seclang/rule_set.h"

namespace bulkhead::compile {

/// What came of it.
struct CompiledRules {
  /// For program::rules::RuleProgram::open(); empty when any diagnostic is an error.
  std::vector<std::byte> program;
  std::vector<seclang::Diagnostic> diagnostics;
};

/// Compiles `rules`; `text_digest` is SHA-256 of what they were read from.
///
/// The same rules give the same bytes on every machine.
///
/// Cost    Mostly the analysis of patterns: a second for the largest rule sets. For the daemon and the CLI.
/// Errors  A pattern or number that is none, or a maximum that is exceeded, is a diagnostic with its place.
CompiledRules compile_rules(const seclang::RuleSet& rules, const std::array<std::uint8_t, 32>& text_digest);

}  // namespace bulkhead::compile
