#include "conformance/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/escape.h"

namespace bulkhead::conformance {

std::string report_text(const Report& report, bool all_failures) {
  std::string text;
  for (const Failure& one : report.failures) {
    if (one.listed != nullptr && !all_failures) continue;
    text += fmt::format("{} stage {}: {}\n", escape_terminal(one.test), one.stage,
                        escape_terminal(one.difference));
    if (one.listed != nullptr)
      text += fmt::format("  listed as {}: {}\n", kind_name(one.listed->kind),
                          escape_terminal(one.listed->reason));
  }
  for (const std::string& test : report.passed_though_listed)
    text += fmt::format("{}: passed, though it is listed as a deviation\n", escape_terminal(test));
  text += fmt::format(
      "{} tests: {} passed ({} of them answered before inspection), {} failed, {} of them not listed\n",
      report.passed + report.failed, report.passed, report.answered_before, report.failed, report.unlisted());
  return text;
}

std::string report_json(const Report& report) {
  using Json = nlohmann::ordered_json;
  Json json{{"passed", report.passed},
            {"answered_before_inspection", report.answered_before},
            {"failed", report.failed},
            {"failed_unlisted", report.unlisted()},
            {"skipped", report.skipped},
            {"as_expected", report.as_expected()},
            {"passed_though_listed", report.passed_though_listed},
            {"failures", Json::array()},
            {"stages", Json::array()}};
  for (const Failure& one : report.failures) {
    Json failure{
        {"test", one.test}, {"file", one.file}, {"stage", one.stage}, {"difference", one.difference}};
    if (one.listed != nullptr) {
      failure["kind"] = kind_name(one.listed->kind);
      failure["reason"] = one.listed->reason;
    }
    json["failures"].push_back(std::move(failure));
  }
  for (const Seen& one : report.seen)
    json["stages"].push_back(
        {{"test", one.test}, {"stage", one.stage}, {"status", one.status}, {"rules", one.rule_ids}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bulkhead::conformance
