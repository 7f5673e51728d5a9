// SecLang text to checked rules.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "seclang/diagnostic.h"
#include "seclang/limits.h"
#include "seclang/rule_set.h"
#include "seclang/source.h"

namespace bulkhead::seclang {

/// What came of reading rules.
struct Parsed {
  /// Nothing when any diagnostic is an error: there is no partly checked rule set.
  std::optional<RuleSet> rules;
  std::vector<Diagnostic> diagnostics;  ///< In the order of the files.
};

/// Reads `sources` one after the other as if they were one text, with what they include.
///
///     Parsed parsed = parse(std::array{Source{"main.conf", text}}, files);
///     for (const Diagnostic& one : parsed.diagnostics) report(text(one));
///     if (parsed.rules) compile(*parsed.rules);
///
/// The language is that of ModSecurity 3.0.9 (reference manual v3.x and its behaviour); where the two or version 2
/// differ, and what is not taken over, README.md says.
///
/// Threads    Thread-compatible.
/// Cost       Linear in the text and in what rules are made of; an exclusion costs the rules it reaches.
/// Memory     Bounded by `limits`. No recursion depends on the input.
/// Errors     Never throws, never fails but by diagnostics.
Parsed parse(std::span<const Source> sources, FileReader& files, const Limits& limits = {});

}  // namespace bulkhead::seclang
