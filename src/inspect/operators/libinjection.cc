// @detectSQLi, @detectXSS: what libinjection says of the value.

#include "inspect/operators/operator.h"

#include <cstring>

// The two functions of libinjection that libmodsecurity exports (1 for an attack); it installs no header for them.
extern "C" {
int libinjection_sqli(const char* text, std::size_t bytes, char fingerprint[8]);
int libinjection_xss(const char* text, std::size_t bytes);
}

namespace bulkhead::inspect::operators {

bool detect_sqli(const Question& question, Match& match) {
  char fingerprint[9] = {};
  if (!question.state.budget.spend(question.value.size() * 8)) {
    question.state.overran(Overrun::kBudget);
    return false;
  }
  if (libinjection_sqli(question.value.data(), question.value.size(), fingerprint) == 0) return false;
  take_whole(question.value, match);
  match.groups[0] = {question.state.arena.copy({fingerprint, std::strlen(fingerprint)}), true};
  return true;
}

bool detect_xss(const Question& question, Match& match) {
  if (!question.state.budget.spend(question.value.size() * 8)) {
    question.state.overran(Overrun::kBudget);
    return false;
  }
  if (libinjection_xss(question.value.data(), question.value.size()) == 0) return false;
  take_whole(question.value, match);
  return true;
}

}  // namespace bulkhead::inspect::operators
