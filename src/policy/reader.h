// bulkhead.yaml text -> Policy, or everything that is wrong with it.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace bulkhead::policy {

/// One thing that is wrong (or, as a warning, worth a look), where, and what would be right.
struct Diagnostic {
  enum class Severity : std::uint8_t { kError, kWarning };
  Severity severity = Severity::kError;
  std::string file;
  std::uint32_t line = 0;    ///< From 1; 0 when the file as a whole is meant.
  std::uint32_t column = 0;  ///< From 1.
  std::string key;           ///< Dotted place in the document: "services.tax.match.paths[0]".
  std::string
      offending;        ///< The text found there, cut to 80 bytes; empty when something is missing or secret.
  std::string message;  ///< What is wrong.
  std::string hint;     ///< What would be right.
  bool secret = false;  ///< What stands there may be a token or password: nobody repeats its line.
};

/// "bulkhead.yaml:12:9: error: services.tax.criticality: …\n  found: …\n  right: …", with the source line and a caret.
std::string text(const Diagnostic& diagnostic, std::string_view source);

struct Reading {
  /// Nothing when any diagnostic is an error: there is no half-read Policy.
  std::optional<Policy> policy;
  /// In the order of the file, at most Limits::kDiagnosticsMax.
  std::vector<Diagnostic> diagnostics;
};

/// Reads and checks `source`. Never throws, whatever the bytes; time and memory are bounded (aliases and depth
/// are limited before the tree is built). With `now`, what is past its date is a warning.
Reading read_policy(std::string_view source, std::string_view file_name,
                    std::optional<RealTime> now = std::nullopt);

/// As read_policy, for a text that was taken once and whose image is at hand: of the time zone only the name is read.
/// The machine's zone files may have changed since, and that must not keep anybody from closing a door. Not to be
/// compiled.
Reading read_kept_policy(std::string_view source, std::string_view file_name);

/// Reads the file; a file that cannot be read is a diagnostic of its own.
Reading read_policy_file(const std::string& path);

}  // namespace bulkhead::policy
