#include "conformance/run.h"

#include <algorithm>

#include "conformance/expectation.h"
#include "conformance/request_bytes.h"

namespace bulkhead::conformance {

namespace {

struct Outcome {
  std::string difference;  // Empty: passed.
  std::size_t stage = 0;
  bool answered_before = false;
};

// Takes the path of the location that the stage before was sent to.
Status follow(const std::string& location, Input& input) {
  if (location.empty()) return fail(ErrorCode::kInvalid, "there is no redirect to follow");
  std::string_view rest = location;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    rest.remove_prefix(scheme + 3);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::erase_if(input.fields, [](const Field& field) { return field.name == "Host"; });
    input.fields.push_back({"Host", std::string(rest.substr(0, slash))});
    rest.remove_prefix(slash);
  }
  input.target = rest.empty() ? "/" : std::string(rest);
  return {};
}

Result<Outcome> run_test(const TestCase& test, Target& target, std::vector<Seen>& seen) {
  Outcome outcome;
  std::string location;
  for (const Stage& stage : test.stages) {
    ++outcome.stage;
    Input input = stage.input;
    if (input.follow_redirect) {
      if (const Status followed = follow(location, input); !followed) {
        outcome.difference = followed.error().message;
        return outcome;
      }
    }
    const Result<Observed> observed = target.send(request_bytes(input));
    if (!observed) return fail_as(observed);
    location = observed->location;
    const std::uint16_t status = observed->answered ? observed->status : std::uint16_t{0};
    seen.push_back({test.name, outcome.stage, status, observed->rule_ids});
    outcome.answered_before |= !observed->refused.empty();
    Result<std::string> difference_seen = difference(stage.expected, *observed);
    if (!difference_seen) return fail_as(difference_seen);
    outcome.difference = std::move(*difference_seen);
    if (!outcome.difference.empty()) break;
  }
  return outcome;
}

void note(const TestCase& test, Outcome outcome, const Deviations& deviations, Report& report) {
  const auto listed = deviations.find(test.name);
  if (!outcome.difference.empty()) {
    ++report.failed;
    report.failures.push_back({test.name, test.file, outcome.stage, std::move(outcome.difference),
                               listed == deviations.end() ? nullptr : &listed->second});
    return;
  }
  ++report.passed;
  if (outcome.answered_before) ++report.answered_before;
  if (listed != deviations.end()) report.passed_though_listed.push_back(test.name);
}

}  // namespace

bool Report::as_expected() const { return unlisted() == 0 && passed_though_listed.empty(); }

std::size_t Report::unlisted() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(failures, [](const Failure& one) { return one.listed == nullptr; }));
}

bool is_asked_for(const TestCase& test, const std::vector<std::string>& only) {
  return only.empty() || std::ranges::any_of(only, [&](const std::string& name) {
           return name == test.name || name == std::to_string(test.rule_id);
         });
}

Result<Report> run_suite(const std::vector<TestCase>& tests, Target& target,
                         const std::vector<std::string>& only, const Deviations& deviations) {
  Report report;
  for (const TestCase& test : tests) {
    if (!is_asked_for(test, only)) {
      ++report.skipped;
      continue;
    }
    Result<Outcome> outcome = run_test(test, target, report.seen);
    if (!outcome) return fail(outcome.error().code, test.name + ": " + outcome.error().message);
    note(test, std::move(*outcome), deviations, report);
  }
  return report;
}

}  // namespace bulkhead::conformance
