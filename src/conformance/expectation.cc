#include "conformance/expectation.h"

#include "match/regex/pcre2_regex.h"

namespace bulkhead::conformance {

namespace {

using match::regex::Pcre2Regex;

Result<bool> any_matches(const std::string& pattern, std::span<const std::string> texts) {
  Result<Pcre2Regex> regex = Pcre2Regex::compile(pattern, {}, {});
  if (!regex) return fail_as(regex);
  for (const std::string& text : texts)
    if (regex->match(text, 0, nullptr) == Pcre2Regex::Outcome::kMatch) return true;
  return false;
}

bool has(const std::vector<std::uint32_t>& ids, std::uint32_t id) {
  return std::ranges::binary_search(ids, id);
}

// Rules: those that are missing, those that must not be there, and whether there are others.
std::string ids_difference(const Expectation& expected, const Observed& observed) {
  std::vector<std::uint32_t> missing;
  for (const std::uint32_t id : expected.ids)
    if (!has(observed.rule_ids, id)) missing.push_back(id);
  std::vector<std::uint32_t> wrong;
  for (const std::uint32_t id : expected.no_ids)
    if (has(observed.rule_ids, id)) wrong.push_back(id);
  if (!missing.empty()) return "expected " + list_of(missing);
  if (!wrong.empty()) return "expected no " + list_of(wrong);
  if (expected.isolated && observed.rule_ids.size() != 1)
    return "expected nothing but " + list_of(expected.ids);
  return "";
}

Result<std::string> log_difference(const Expectation& expected, const Observed& observed) {
  if (!expected.log_match.empty()) {
    const Result<bool> found = any_matches(expected.log_match, observed.log_lines);
    if (!found) return fail_as(found);
    if (!*found) return "expected a log line with " + expected.log_match;
  }
  if (!expected.log_no_match.empty()) {
    const Result<bool> found = any_matches(expected.log_no_match, observed.log_lines);
    if (!found) return fail_as(found);
    if (*found) return "expected no log line with " + expected.log_no_match;
  }
  return "";
}

std::string status_difference(const Expectation& expected, const Observed& observed) {
  if (expected.statuses.empty() ||
      std::ranges::find(expected.statuses, observed.status) != expected.statuses.end())
    return "";
  std::string text = "expected status";
  for (const std::uint16_t status : expected.statuses) text += " " + std::to_string(status);
  return text;
}

std::string seen(const Observed& observed) {
  std::string text =
      observed.answered ? ", got status " + std::to_string(observed.status) : ", got no answer";
  text += " and " + list_of(observed.rule_ids);
  if (!observed.refused.empty()) text += " (answered before inspection: " + observed.refused + ")";
  return text;
}

Result<std::string> first_difference(const Expectation& expected, const Observed& observed) {
  if (expected.no_answer) return observed.answered ? "expected no valid answer" : "";
  if (!observed.answered) return "expected an answer";
  if (std::string status = status_difference(expected, observed); !status.empty()) return status;
  if (!expected.response_match.empty()) {
    const Result<bool> found = any_matches(expected.response_match, std::span(&observed.response, 1));
    if (!found) return fail_as(found);
    if (!*found) return "expected an answer with " + expected.response_match;
  }
  if (std::string ids = ids_difference(expected, observed); !ids.empty()) return ids;
  return log_difference(expected, observed);
}

}  // namespace

std::string list_of(const std::vector<std::uint32_t>& ids) {
  std::string text;
  for (const std::uint32_t id : ids) text += (text.empty() ? "" : " ") + std::to_string(id);
  return text.empty() ? "nothing" : text;
}

Result<std::string> difference(const Expectation& expected, const Observed& observed) {
  Result<std::string> first = first_difference(expected, observed);
  if (first && !first->empty()) *first += seen(observed);
  return first;
}

}  // namespace bulkhead::conformance
