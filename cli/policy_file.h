// A policy file as the local commands read it: checked, translations included, with every finding shown where it is.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/session.h"
#include "control/apply/compilation.h"
#include "policy/reader.h"

namespace bulkhead::cli {

struct PolicyFile {
  std::string path;
  std::string text;
  std::vector<policy::Diagnostic> findings;
  /// Nothing when any finding is an error.
  std::optional<control::CheckedPolicy> checked;

  std::size_t errors() const;
  std::size_t warnings() const;
};

/// Fails only when the file cannot be read at all.
Result<PolicyFile> read_policy_text(const std::string& path);

/// Prints every finding with its line and a caret on the error stream; `text` is that of the file at `path`.
void print_findings(Session& session, std::span<const policy::Diagnostic> findings, const std::string& path,
                    const std::string& text);
void print_findings(Session& session, const PolicyFile& file);

/// Reads, prints findings; fails with kInvalid when there are errors.
Result<PolicyFile> read_sound_policy(Session& session, const std::string& path);

/// "3 errors", "1 warning".
std::string counted(std::size_t count, const std::string& noun);

}  // namespace bulkhead::cli
