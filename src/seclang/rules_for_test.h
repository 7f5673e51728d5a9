// Reads rules in one line, for tests.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "seclang/files_for_test.h"
#include "seclang/parse.h"

namespace bulkhead::seclang {

inline Parsed parse_text(std::string_view rules, const Limits& limits = {}, TableFiles files = TableFiles()) {
  return parse(std::array{Source{"test.conf", std::string(rules)}}, files, limits);
}

/// All diagnostics as text, one after the other.
inline std::string diagnostics(const Parsed& parsed) {
  std::string all;
  for (const Diagnostic& one : parsed.diagnostics) all += text(one);
  return all;
}

/// "line:column message" of the first diagnostic; empty when there is none.
inline std::string first_diagnostic(const Parsed& parsed) {
  if (parsed.diagnostics.empty()) return "";
  const Diagnostic& one = parsed.diagnostics.front();
  return std::to_string(one.position.line) + ':' + std::to_string(one.position.column) + ' ' + one.message;
}

/// The rules; a failed test and none when there are errors.
inline RuleSet rules_of(std::string_view rules, TableFiles files = TableFiles()) {
  Parsed parsed = parse_text(rules, {}, std::move(files));
  EXPECT_TRUE(parsed.rules) << diagnostics(parsed) << rules;
  return parsed.rules ? std::move(*parsed.rules) : RuleSet();
}

/// The one rule of these.
inline Rule rule_of(std::string_view rules) {
  RuleSet set = rules_of(rules);
  EXPECT_EQ(set.rules.size(), 1U);
  if (set.rules.empty()) set.rules.emplace_back().links.emplace_back();
  return std::move(set.rules.front());
}

}  // namespace bulkhead::seclang
