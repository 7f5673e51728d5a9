// The rules that a policy names, compiled: each distinct list of files once, however many services run it.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "seclang/diagnostic.h"
#include "seclang/source.h"

namespace bulkhead::compile {

/// What came of it.
///
/// Ownership  Owns programs and messages.
struct PolicyRules {
  std::vector<std::vector<std::byte>> programs;
  /// By service: index in `programs`. Services that run no rules are not here.
  std::map<std::string, std::size_t, std::less<>> of_service;
  /// Errors and warnings of all files, each once. With an error the program of that list is empty.
  std::vector<seclang::Diagnostic> diagnostics;

  bool failed() const;
  /// The errors, as text for people; empty when there are none.
  std::string errors() const;
};

/// Reads and compiles the rules of every service. Paths that are not absolute are meant from the policy file's folder.
///
/// Cost    Up to a second for each distinct list of files.
/// Errors  In `diagnostics`.
PolicyRules compile_policy_rules(const policy::Policy& policy, seclang::FileReader& files);

}  // namespace bulkhead::compile
