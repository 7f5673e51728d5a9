// Files of tests, in the form of Core Rule Set 4 (go-ftw) and in that of 3.3.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// Other expectations for some tests, where a platform answers otherwise than the tests' authors' own.
struct Override {
  std::uint32_t rule_id = 0;
  std::vector<std::uint32_t> tests;   ///< Empty: all of the rule's.
  std::vector<std::uint32_t> stages;  ///< Counted from 0; empty: all.
  Expectation expected;               ///< Takes the place of the test's.
};

/// The tests of one file. `file` names it in messages; the rule is its `rule_id`, or else the first number in the name.
///
///     4.x   tests: [{test_id, stages: [{input, output: {log: {expect_ids, …}}}]}]
///     3.3   tests: [{test_title, stages: [{stage: {input, output: {log_contains, …}}}]}]
///
/// Keys that are not known are passed over, as go-ftw does.
/// Errors   kInvalid with file and line.
/// Differs: `data` may be a list of lines, as the older runner had it (ended by CRLF); `meta.enabled` says nothing, as in
///          go-ftw today.
Result<std::vector<TestCase>> read_tests(std::string_view text, const std::string& file);

/// A file of platform overrides (`test_overrides`).
Result<std::vector<Override>> read_overrides(std::string_view text, const std::string& file);

/// Puts them in place; the last that fits a stage wins.
void apply_overrides(const std::vector<Override>& overrides, std::vector<TestCase>& tests);

/// Whether they are in the form of Core Rule Set 3.3: then they count on its service (upstream.h).
bool is_older_form(const std::vector<TestCase>& tests);

/// All `*.yaml` and `*.yml` below `folder`, in the order of their paths, or the one file that it names.
Result<std::vector<TestCase>> read_suite(const std::string& folder);

}  // namespace bulkhead::conformance
