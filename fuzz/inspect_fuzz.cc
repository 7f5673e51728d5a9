// Any bytes as choices: which rules, of a small vocabulary or a fixed set of nasty ones, and which request. Ends when the
// engine that serves requests and the slow truth of tests/oracle do not say the same.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "base/check.h"
#include "oracle/both.h"
#include "oracle/rule_grammar.h"

using namespace bulkhead;

namespace {

oracle::Both& nasty() {
  static std::string why;
  static const std::unique_ptr<oracle::Both> both = oracle::Both::from(oracle::nasty_rules(), why);
  BULKHEAD_ASSERT(both != nullptr);
  return *both;
}

void hold(oracle::Both& both, const oracle::Exchange& exchange) {
  const std::string differs = both.disagreement(exchange);
  if (differs.empty()) return;
  std::fprintf(stderr, "%s\n", differs.c_str());
  BULKHEAD_ASSERT(differs.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::size_t at = 0;
  const oracle::Choose choose = [&](std::size_t count) -> std::size_t {
    return at < size ? bytes[at++] % count : 0;
  };
  if (choose(2) == 0) {
    hold(nasty(), oracle::exchange_from(choose));
    return 0;
  }
  std::string why;
  const std::unique_ptr<oracle::Both> both = oracle::Both::from(oracle::rules_from(choose), why);
  if (both != nullptr) hold(*both, oracle::exchange_from(choose));
  return 0;
}
