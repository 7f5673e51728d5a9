#include "match/regex/matcher.h"

namespace bulkhead::match::regex {

using Kind = LazyDfa::Outcome::Kind;

Matcher::Matcher(const Options& options) : automaton_(options.automaton_bytes_max) {}

bool Matcher::matches(const Program& program, std::string_view text) {
  if (text.size() > kTextBytesMax) return false;
  const LazyDfa::Outcome outcome = automaton_.search(program, text, 0);
  if (outcome.kind == Kind::kGaveUp) return pike_.search(program, text, 0, nullptr);
  return outcome.kind == Kind::kMatch;
}

bool Matcher::find(const Program& program, std::string_view text, std::size_t from, Groups& groups) {
  if (text.size() > kTextBytesMax || from > text.size()) return false;
  const LazyDfa::Outcome found = automaton_.search(program, text, from);
  if (found.kind == Kind::kNoMatch) return false;
  if (found.kind == Kind::kGaveUp) return pike_.search(program, text, from, &groups);
  // The match that begins first begins no later than any match ends.
  const std::size_t begin = automaton_.first_begin(program, text, from, found.end);
  const Backtracker::Outcome tried = backtracker_.search(program, text, begin, found.end, groups);
  if (tried.kind == Backtracker::Outcome::Kind::kTooLong)
    return pike_.search(program, text, tried.begin, &groups);
  return tried.kind == Backtracker::Outcome::Kind::kMatch;
}

}  // namespace bulkhead::match::regex
