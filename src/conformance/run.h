// A suite from its first test to its last.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "conformance/deviations.h"
#include "conformance/target.h"
#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// One test that did not come out as expected, or that should not have.
struct Failure {
  std::string test;
  std::string file;
  std::size_t stage = 0;
  std::string difference;
  const Deviation* listed = nullptr;  ///< The deviation that says so; null: nobody does.
};

/// What came of one stage, whatever was expected.
struct Seen {
  std::string test;
  std::size_t stage = 0;
  std::uint16_t status = 0;  ///< 0: no answer.
  std::vector<std::uint32_t> rule_ids;
};

struct Report {
  std::size_t passed = 0;
  std::size_t failed = 0;
  /// Of those that passed: the server answered some stage before any rule was asked.
  std::size_t answered_before = 0;
  std::size_t skipped = 0;  ///< Not asked for.
  std::vector<Failure> failures;
  std::vector<Seen> seen;
  /// Listed as deviations, and passed all the same.
  std::vector<std::string> passed_though_listed;

  /// Nothing failed that is not listed, nothing passed that is.
  bool as_expected() const;
  std::size_t unlisted() const;
};

/// Whether `test` is asked for: "942100" names all tests of a rule, "942100-3" one; an empty list all.
bool is_asked_for(const TestCase& test, const std::vector<std::string>& only);

/// Runs the tests one after another. A test fails with its first stage that does.
///
/// Errors   What the target fails with, and a test's regex that is none.
Result<Report> run_suite(const std::vector<TestCase>& tests, Target& target,
                         const std::vector<std::string>& only, const Deviations& deviations);

}  // namespace bulkhead::conformance
