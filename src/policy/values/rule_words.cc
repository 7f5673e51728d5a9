#include "policy/values/rule_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace bulkhead::policy {

namespace {

constexpr std::string_view kRulesFileRight =
    "absolute or relative to the policy file, in plain ASCII without quotes, brackets, $ or ;: "
    "rules/portal.conf";

bool is_file_path(std::string_view text, std::string_view refused) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  return printable && !text.empty() && !text.ends_with('/') && text.size() <= Limits::kFilePathBytesMax &&
         text.find_first_of(refused) == std::string_view::npos;
}

std::optional<std::uint64_t> rule_id(std::string_view digits) {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || id == 0 || id > Limits::kRuleIdMax) return std::nullopt;
  return id;
}

bool is_variable(std::string_view name) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !name.empty() && is_letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_letter(c) || c == '_'; });
}

/// Between slashes stands a regex, in which anything may stand; otherwise `|` would begin the next target.
bool is_selector(std::string_view selector, std::string_view variable) {
  if (selector.empty()) return false;
  if (variable == "XML") return true;  // a path, which begins with a slash and does not end with one
  if (selector.front() == '/') return selector.size() > 2 && selector.back() == '/';
  return selector.find('|') == std::string_view::npos;
}

}  // namespace

Parsed<std::string> parse_rules_file(std::string_view text) {
  if (is_file_path(text, "\"'$\\{}[];#`*?")) return std::string(text);
  return refuse("this is not the path of a file of rules", std::string(kRulesFileRight));
}

Parsed<std::string> parse_rules_glob(std::string_view text) {
  if (!is_file_path(text, "\"'$\\{}[];#`")) {
    return refuse("this is not the path of a file of rules", std::string(kRulesFileRight));
  }
  const std::size_t slash = text.rfind('/');
  const std::string_view folder = text.substr(0, slash == std::string_view::npos ? 0 : slash);
  if (folder.find_first_of("*?") != std::string_view::npos) {
    return refuse("the path has a wildcard in the name of a folder",
                  "`*` and `?` in the name of the file only: rules/*.conf");
  }
  return std::string(text);
}

Parsed<IdRange> parse_id_range(std::string_view text) {
  constexpr std::string_view kRight =
      "a rule's id, or two with a hyphen between, the smaller first: 942100-942190";
  const std::size_t hyphen = text.find('-');
  const auto first = rule_id(text.substr(0, hyphen));
  const auto last = hyphen == std::string_view::npos ? first : rule_id(text.substr(hyphen + 1));
  if (!first || !last)
    return refuse("this is neither the id of a rule nor a range of them", std::string(kRight));
  if (*first > *last) return refuse("the range ends before it begins", std::string(kRight));
  return IdRange{*first, *last};
}

Parsed<std::string> parse_rule_target(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view variable = text.substr(0, colon);
  const bool plain = std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
  const bool selected = colon == std::string_view::npos || is_selector(text.substr(colon + 1), variable);
  if (plain && selected && is_variable(variable) && text.size() <= Limits::kTargetBytesMax)
    return std::string(text);
  return refuse("this is not a target of rules",
                "one, as rules write it, at most 255 bytes: ARGS:q, REQUEST_COOKIES:/^x/, REQUEST_BODY");
}

Parsed<std::string> parse_request_encoding(std::string_view text) {
  constexpr std::array<std::string_view, 2> kKnown = {"gzip", "deflate"};
  if (std::ranges::find(kKnown, text) != kKnown.end()) return std::string(text);
  return refuse("this is no encoding that can be decoded for inspection", "one of: gzip, deflate");
}

}  // namespace bulkhead::policy
