#include "compile/rules/needs.h"

#include <algorithm>

#include "lexicon/spelling.h"
#include "match/literals/filter_builder.h"
#include "match/regex/analysis.h"

namespace bulkhead::compile {

namespace {

using lexicon::Operator;

constexpr std::size_t kClausesMax = 2;
constexpr std::size_t kLiteralBytesMax = 32;

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(), lexicon::lower);
  return folded;
}

// The byte, and its other case where it is a letter.
ByteSet either_case(char folded) {
  ByteSet set;
  set.insert(static_cast<std::uint8_t>(folded));
  if (folded >= 'a' && folded <= 'z') set.insert(static_cast<std::uint8_t>(folded - 'a' + 'A'));
  return set;
}

char rarest_byte(std::string_view folded) {
  return *std::min_element(folded.begin(), folded.end(), [](char a, char b) {
    return match::byte_frequency(static_cast<std::uint8_t>(a)) <
           match::byte_frequency(static_cast<std::uint8_t>(b));
  });
}

// One of these words is part of the value, letters in any case.
Needs needs_of_words(const std::vector<std::string>& words) {
  Needs needs{Asking::kFiltered, {}, {}, SIZE_MAX};
  std::vector<std::string> literals;
  ByteSet rare;
  bool short_word = false;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    const std::string folded = lower(word);
    needs.bytes_min = std::min(needs.bytes_min, folded.size());
    short_word |= folded.size() < 2;
    literals.push_back(folded.substr(0, kLiteralBytesMax));
    rare |= either_case(rarest_byte(folded));
  }
  if (literals.empty()) return {Asking::kNever, {}, {}, 0};
  if (short_word) {
    needs.classes.push_back(rare);
  } else {
    needs.clauses.push_back(std::move(literals));
  }
  return needs;
}

// The text is part of the value, as it is written.
Needs needs_of_text(std::string_view text) {
  if (text.empty()) return {};
  return needs_of_words({std::string(text)});
}

Needs needs_of_class(const ByteSet& set) {
  if (set.empty()) return {Asking::kNever, {}, {}, 0};
  return {Asking::kFiltered, {}, {set}, 1};
}

Needs needs_of_pattern(const match::regex::Syntax& syntax) {
  const match::regex::RegexAnalysis analysis = match::regex::analyse(syntax);
  Needs needs{Asking::kFiltered, {}, analysis.byte_sets, analysis.length_bytes_min};
  for (const auto& clause : analysis.clauses) {
    if (needs.clauses.size() < kClausesMax) needs.clauses.push_back(clause.any_of);
  }
  // A pattern that may match nothing at all, and needs nothing, has to be asked of every value.
  if (needs.clauses.empty() && needs.classes.empty() && needs.bytes_min == 0) return {};
  return needs;
}

// Bytes without which libinjection finds no SQL: a value of letters, digits and underscores alone is one word to
// it. tests/oracle holds this against libinjection itself.
ByteSet beyond_words() {
  ByteSet words = ByteSet::range('a', 'z') | ByteSet::range('A', 'Z') | ByteSet::range('0', '9');
  words.insert('_');
  return ~words;
}

}  // namespace

Needs needs_of(const seclang::Link& link, const match::regex::Syntax* syntax) {
  const seclang::Operator& op = link.op;
  if (op.kind == Operator::kNoMatch) return {op.negated ? Asking::kPresent : Asking::kNever, {}, {}, 0};
  if (op.negated) return {};
  switch (op.kind) {
    case Operator::kRx:
    case Operator::kRxGlobal:
    case Operator::kVerifyCc:
    case Operator::kVerifyCpf:
    case Operator::kVerifySsn:
    case Operator::kVerifySvnr: return syntax == nullptr ? Needs{} : needs_of_pattern(*syntax);
    case Operator::kPm:
    case Operator::kPmFromFile: return needs_of_words(op.words);
    case Operator::kValidateByteRange: return needs_of_class(~op.bytes);
    case Operator::kValidateUrlEncoding: return needs_of_class(ByteSet("%"));
    case Operator::kValidateUtf8Encoding: return needs_of_class(ByteSet::range(0x80, 0xff));
    case Operator::kDetectSqli: return needs_of_class(beyond_words());
    // Without a tag and without a value of an attribute libinjection finds no markup; tests/oracle holds this against it too.
    case Operator::kDetectXss: return needs_of_class(ByteSet("<="));
    case Operator::kBeginsWith:
    case Operator::kContains:
    case Operator::kContainsWord:
    case Operator::kEndsWith:
    case Operator::kStrEq:
    case Operator::kStrMatch:
      if (op.argument.has_references()) return {};
      return needs_of_text(op.argument.literal());
    default: return {};
  }
}

}  // namespace bulkhead::compile
