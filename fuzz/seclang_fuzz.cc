// Any bytes as rules, with no further file to be had. Reading must end, stay within its limits, and give rules exactly
// when it reports no error. What it reports points into the text and is safe on a terminal. What it accepts, written out
// and read again, is the same.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "seclang/dump.h"
#include "seclang/parse.h"

namespace {

using bulkhead::seclang::Diagnostic;
using bulkhead::seclang::Limits;
using bulkhead::seclang::NoFiles;
using bulkhead::seclang::parse;
using bulkhead::seclang::Parsed;
using bulkhead::seclang::RuleSet;
using bulkhead::seclang::Source;

/// A rule written out is longer than what it was written as.
Limits wide() {
  Limits limits;
  for (std::size_t* each : {&limits.file_bytes_max, &limits.bytes_max, &limits.line_bytes_max,
                            &limits.actions_max, &limits.pattern_bytes_max}) {
    *each *= 8;
  }
  return limits;
}

void check_diagnostics(const Parsed& parsed, std::string_view source) {
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(source, '\n')) + 1;
  bool any_error = false;
  for (const Diagnostic& one : parsed.diagnostics) {
    any_error = any_error || one.severity == Diagnostic::Severity::kError;
    BULKHEAD_ASSERT(!one.message.empty());
    BULKHEAD_ASSERT(one.position.line <= lines);
    BULKHEAD_ASSERT(one.caret <= one.excerpt.size());
    const std::string shown = text(one);
    BULKHEAD_ASSERT(
        std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; }));
  }
  BULKHEAD_ASSERT(parsed.rules.has_value() == !any_error);
}

/// Without the comments, which name lines.
std::string without_comments(std::string_view dump) {
  std::string kept;
  while (!dump.empty()) {
    const std::size_t end = dump.find('\n');
    if (!dump.starts_with('#')) kept += dump.substr(0, end + 1);
    dump.remove_prefix(end + 1);
  }
  return kept;
}

void check_rules(const RuleSet& rules) {
  for (const auto& rule : rules.rules) {
    BULKHEAD_ASSERT(rule.id != 0 && !rule.links.empty());
    BULKHEAD_ASSERT(!rule.skip_marker || rules.markers[*rule.skip_marker].name == rule.skip_after);
  }
  NoFiles files;
  const std::string first = dump(rules);
  const Parsed again = parse(std::array{Source{"dump", first}}, files, wide());
  BULKHEAD_ASSERT(again.rules.has_value());
  BULKHEAD_ASSERT(without_comments(dump(*again.rules)) == without_comments(first));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string source(bytes, bytes + size);
  NoFiles files;
  const Parsed parsed = parse(std::array{Source{"fuzz.conf", source}}, files);
  check_diagnostics(parsed, source);
  if (parsed.rules) check_rules(*parsed.rules);
  return 0;
}
