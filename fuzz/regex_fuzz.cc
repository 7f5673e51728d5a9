// A pattern and a text: the linear engines must answer as PCRE2 does, groups included, and what the analysis says must hold
// for every match. Then the compiled bytes are spoilt: whatever verify() lets through must run without harm.
//
// Input: one byte of options, one of how to spoil, the pattern up to a zero byte, the text.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "match/regex/analysis.h"
#include "match/regex/compile.h"
#include "match/regex/matcher.h"
#include "match/regex/pcre2_regex.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::match::regex;

constexpr std::size_t kPatternBytesMax = 200;
constexpr std::size_t kTextBytesMax = 300;
constexpr Pcre2Regex::Limits kLimits{.match_limit = 200'000, .depth_limit = 20'000, .heap_limit_kib = 20'000};

struct Engines {
  Matcher matcher{{.automaton_bytes_max = LazyDfa::kBytesMin}};
  Pike pike;
};

Engines& engines() {
  static const auto all = std::make_unique<Engines>();
  return *all;
}

/// PCRE2 10.42 takes the contents of a group that is repeated no times for the beginning of the pattern, and so overlooks
/// matches of `(^a){0}b`. The same text inside a repeat of one round is treated well.
bool is_misread_by_pcre2(std::string_view pattern) { return pattern.find("{0") != std::string_view::npos; }

void check_analysis(const RegexAnalysis& analysis, std::string_view text, const Groups& groups) {
  BULKHEAD_ASSERT(text.size() >= analysis.length_bytes_min);
  if (analysis.anchored_at_start) BULKHEAD_ASSERT(groups[0].begin == 0);
  for (const ByteSet& set : analysis.byte_sets) {
    BULKHEAD_ASSERT(
        std::ranges::any_of(text, [&](char c) { return set.contains(static_cast<std::uint8_t>(c)); }));
  }
  std::string folded(text);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const LiteralClause& clause : analysis.clauses) {
    const auto occurs = [&](const std::string& literal) { return folded.find(literal) != std::string::npos; };
    BULKHEAD_ASSERT(std::ranges::any_of(clause.any_of, occurs));
  }
}

void check_engines(const Program& program, std::string_view text, bool is_match, const Groups& truth) {
  Groups ours;
  BULKHEAD_ASSERT(engines().matcher.matches(program, text) == is_match);
  BULKHEAD_ASSERT(engines().matcher.find(program, text, 0, ours) == is_match);
  if (is_match) BULKHEAD_ASSERT(ours == truth);
  BULKHEAD_ASSERT(engines().pike.search(program, text, 0, &ours) == is_match);
  if (is_match) BULKHEAD_ASSERT(ours == truth);
  BULKHEAD_ASSERT(engines().pike.search(program, text, 0, nullptr) == is_match);
}

void run_spoilt(std::vector<std::byte> bytes, std::uint8_t how, std::string_view text) {
  std::uint32_t state = how;
  for (int change = 0; change < 3; ++change) {
    state = state * 1'664'525u + 1'013'904'223u;
    bytes[(state >> 8) % bytes.size()] = static_cast<std::byte>(state >> 24);
  }
  const auto program = Program::verify(bytes);
  if (!program) return;
  Groups groups;
  engines().matcher.matches(*program, text);
  engines().matcher.find(*program, text, 0, groups);
  engines().pike.search(*program, text, 0, &groups);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(bytes) + 2, size - 2);
  const std::size_t border = rest.find('\0');
  const std::string_view pattern = rest.substr(0, border);
  const std::string_view text =
      border == std::string_view::npos ? std::string_view() : rest.substr(border + 1);
  if (pattern.size() > kPatternBytesMax || text.size() > kTextBytesMax) return 0;
  SyntaxOptions options;
  options.caseless = (bytes[0] & 1) != 0;
  options.dot_all = (bytes[0] & 2) == 0;
  options.multi_line = (bytes[0] & 4) == 0;

  const auto syntax = parse(pattern, options);
  auto pcre2 = Pcre2Regex::compile(pattern, options, kLimits);
  // Where backtracking is needed PCRE2 judges the rest of the pattern; else both must take it or refuse it, unless it is
  // larger than PCRE2 can compile.
  const bool is_too_large = !pcre2 && pcre2.error().message.find("too large") != std::string::npos;
  if (!is_too_large && (!syntax || !syntax->needs_backtracking()))
    BULKHEAD_ASSERT(syntax.has_value() == pcre2.has_value());
  if (!syntax || !pcre2) return 0;
  const RegexAnalysis analysis = analyse(*syntax);
  Groups truth;
  const Pcre2Regex::Outcome outcome = pcre2->match(text, 0, &truth);
  const bool is_decided = outcome != Pcre2Regex::Outcome::kLimit && !is_misread_by_pcre2(pattern);
  const bool is_match = outcome == Pcre2Regex::Outcome::kMatch;
  if (is_decided && is_match) check_analysis(analysis, text, truth);
  if (syntax->needs_backtracking()) return 0;
  const auto compiled = compile(*syntax);
  if (!compiled) return 0;
  const auto program = Program::verify(*compiled);
  BULKHEAD_ASSERT(program.has_value());
  if (is_decided) check_engines(*program, text, is_match, truth);
  run_spoilt(*compiled, bytes[1], text);
  return 0;
}
